'use client';

import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';
import { cx } from './cx.ts';
import { controlClass, Field } from './field.tsx';
import { toast } from './toast.ts';

/** A text to take along, for example a link that is shown once. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    copyText(value, field.current).then(
      () => setCopied(true),
      () => toast.failed('The browser did not allow copying. Select the text and copy it yourself.'),
    );
  };
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className="flex gap-2">
          <input
            {...control}
            ref={field}
            readOnly
            value={value}
            onFocus={(event) => event.currentTarget.select()}
            className={cx(controlClass, 'h-9 min-w-0 flex-1 touch:h-11')}
          />
          <Button
            className="h-9"
            onClick={copy}
            icon={copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          >
            <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
          </Button>
        </div>
      )}
    </Field>
  );
}
