import { Check, Copy } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { announce } from '../state/announcer.js';
import { IconButton } from './Button.js';
import { copyText } from './clipboard.js';
import styles from './CopyField.module.css';

const SAID_MS = 2_000;

/** Text to take along; selected whole, for browsers that do not allow a page to copy. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => {
      setCopied(false);
    }, SAID_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);

  async function copy(): Promise<void> {
    const done = await copyText(value);
    setCopied(done);
    announce(done ? 'Copied' : 'The browser did not allow copying. The link is selected.');
    if (!done) {
      input.current?.focus();
      input.current?.select();
    }
  }

  return (
    <div className={styles.field}>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <input
        ref={input}
        id={id}
        readOnly
        value={value}
        onFocus={(event) => {
          event.target.select();
        }}
      />
      <IconButton label={copied ? 'Copied' : `Copy ${label.toLowerCase()}`} onClick={() => void copy()}>
        {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </IconButton>
    </div>
  );
}
