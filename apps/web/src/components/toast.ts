import { errorSentence } from '../features/api/api-error.ts';

type Action = { label: string; onClick: () => void };
type Kind = 'success' | 'error' | 'info';

/** Loaded with the first one shown: a page can do without. */
function show(kind: Kind, text: string, action?: Action): void {
  import('sonner').then(
    ({ toast: sonner }) => sonner[kind](text, action ? { action } : {}),
    (error: unknown) => console.error('The notice could not be shown.', text, error),
  );
}

/** A notice that comes and goes. Never the only sign of something that lasts. */
export const toast = {
  done: (text: string, action?: Action): void => show('success', text, action),
  info: (text: string, action?: Action): void => show('info', text, action),
  /** Takes the error itself, or a sentence; fits `onError` of a mutation. */
  failed: (error: unknown): void => show('error', typeof error === 'string' ? error : errorSentence(error)),
};
