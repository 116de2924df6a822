import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import styles from './Field.module.css';

interface Labelled {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

/** A labelled input whose error stands beside it and is read with it. */
export function Field({ label, hint, error, ...input }: InputHTMLAttributes<HTMLInputElement> & Labelled) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input {...input} {...marks(id, { hint, error })} className={styles.input} />
    </Frame>
  );
}

/** The same for text of several lines. */
export function TextField({ label, hint, error, ...area }: TextareaHTMLAttributes<HTMLTextAreaElement> & Labelled) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea rows={3} {...area} {...marks(id, { hint, error })} className={`${styles.input} ${styles.area}`} />
    </Frame>
  );
}

/** The same for one of several. */
export function Select({ label, hint, error, ...select }: SelectHTMLAttributes<HTMLSelectElement> & Labelled) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select {...select} {...marks(id, { hint, error })} className={`${styles.input} ${styles.select}`} />
    </Frame>
  );
}

function Frame({ id, label, hint, error, children }: Labelled & { id: string; children: ReactNode }) {
  const note = error ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {children}
      {note && (
        <p id={`${id}-note`} className={error ? styles.error : styles.hint} role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  );
}

function marks(id: string, { hint, error }: Omit<Labelled, 'label'>) {
  return { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': (error ?? hint) ? `${id}-note` : undefined };
}
