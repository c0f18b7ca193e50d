'use client';

import type { RequestView } from '@sweetspot/protocol/views';
import { CalendarDays, RefreshCw } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useId } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { formatDate, plural } from '../../components/format.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RequestAnswer } from './request-answer.tsx';
import { RequestStateTag } from './request-state-tag.tsx';
import { serviceName } from './service-name.ts';

/** A request as a whole: what is asked for, what was said since, and what the reader may do now. */
export function RequestCard({ request }: { request: RequestView }) {
  const id = useId();
  return (
    <article
      id={`request-${request.id}`}
      aria-labelledby={id}
      className="rounded-l border border-line bg-surface p-5 max-md:p-4"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 id={id} className="min-w-0 flex-1 basis-48 font-semibold text-lg">
          {serviceName(request.service)} <span className="font-normal text-muted">of</span>{' '}
          <Link href={`/songs/${request.songId}`} className="rounded-s hover:underline">
            {request.songTitle}
          </Link>
        </h3>
        <RequestStateTag state={request.state} />
      </div>
      <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
        <div className="flex items-center gap-1.5">
          <RefreshCw aria-hidden className="size-3.5" />
          <dt className="sr-only">Rounds included</dt>
          <dd>{plural(request.includedRounds, 'round')} included</dd>
        </div>
        {request.dueOn ? (
          <div className="flex items-center gap-1.5">
            <CalendarDays aria-hidden className="size-3.5" />
            <dt className="sr-only">Due</dt>
            <dd suppressHydrationWarning>Due on {formatDate(new Date(`${request.dueOn}T12:00:00`))}</dd>
          </div>
        ) : null}
        {request.engineer ? (
          <div className="flex items-center gap-1.5">
            <dt className="sr-only">Engineer</dt>
            <dd>With {request.engineer.name}</dd>
          </div>
        ) : null}
      </dl>
      <ol className="mt-4 flex flex-col gap-4">
        <Message author={request.createdBy} date={request.createdAt} body={request.brief}>
          {request.references.length > 0 ? (
            <ul aria-label="References" className="mt-2 flex flex-col gap-1">
              {request.references.map((reference) => (
                <li key={reference} className="flex gap-2 text-sm">
                  <span aria-hidden className="text-faint">
                    ♪
                  </span>
                  <Reference text={reference} />
                </li>
              ))}
            </ul>
          ) : null}
        </Message>
        {request.messages.map((message) => (
          <Message key={message.id} author={message.author} date={message.createdAt} body={message.body} />
        ))}
      </ol>
      <RequestAnswer request={request} />
    </article>
  );
}

function Message({
  author,
  date,
  body,
  children,
}: {
  author: RequestView['createdBy'];
  date: Date;
  body: string;
  children?: ReactNode;
}) {
  return (
    <li className="flex gap-3">
      <Avatar name={author.name} pictureUrl={author.pictureUrl} size="m" decorative />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold">{author.name}</span>
          <RelativeTime date={date} className="text-faint text-sm" />
        </div>
        <p className="max-w-[70ch] whitespace-pre-line text-pretty break-words">{body}</p>
        {children}
      </div>
    </li>
  );
}

/** A reference that is an address becomes a link that tells the other site nothing. */
function Reference({ text }: { text: string }) {
  if (!/^https?:\/\/\S+$/i.test(text)) return <span className="break-words">{text}</span>;
  return (
    <a href={text} target="_blank" rel="noopener noreferrer nofollow" className="break-all text-accent hover:underline">
      {text.replace(/^https?:\/\//i, '')}
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
