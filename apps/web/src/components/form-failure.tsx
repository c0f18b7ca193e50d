import { Notice } from './notice.tsx';

/** Why a form was refused as a whole, read out when it appears. */
export function FormFailure({ message }: { message: string | undefined }) {
  return message ? (
    <Notice tone="bad" announce>
      {message}
    </Notice>
  ) : null;
}
