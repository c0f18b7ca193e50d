import { expect, it } from 'vitest';
import { renderMail } from './render-mail.ts';

it('escapes everything in the HTML and keeps the subject on one line', () => {
  const { subject, text, html } = renderMail({
    subject: 'Eve\r\nBcc: all@example.org <b>',
    paragraphs: ['<script>alert("1")</script> & more'],
    action: { label: 'Go', url: 'https://sweetspot.example/invite/a"b' },
    footnote: 'Bye',
  });
  expect(subject).toBe('Eve Bcc: all@example.org <b>');
  expect(text).toContain('<script>alert("1")</script> & more');
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more');
  expect(html).toContain('href="https://sweetspot.example/invite/a&quot;b"');
  expect(html).not.toContain('<script>');
});
