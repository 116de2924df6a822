import { Dialog } from '../ui/Dialog.js';
import styles from './HelpDialog.module.css';

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['Jump to a conversation, person or group', ['Ctrl', 'K']],
  ['Next conversation', ['Alt', '↓']],
  ['Previous conversation', ['Alt', '↑']],
  ['Send', ['Enter']],
  ['New line', ['Shift', 'Enter']],
  ['Mention a member of the group', ['@']],
  ['From the composer to the messages', ['Shift', 'Tab']],
  ['Older or newer message', ['↑ ↓']],
  ['Actions of a message', ['Enter']],
  ['Back to the composer', ['Esc']],
  ['This help', ['Ctrl', '/']],
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className={styles.keys}>
        {KEYS.map(([what, keys]) => (
          <div key={what} className={styles.row}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className={styles.key}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
