import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import { DELIVERY_WORDS, type Delivery } from './delivery.js';
import styles from './DeliveryMark.module.css';

const ICONS = { sending: Clock3, sent: Check, delivered: CheckCheck, read: CheckCheck, failed: CircleAlert } as const;

/** Clock, tick, two ticks, two coloured ticks; the words for those who do not see them. */
export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const Icon = ICONS[delivery];
  return (
    <>
      <Icon className={styles.mark} data-delivery={delivery} aria-hidden="true" />
      <span className="visually-hidden">{DELIVERY_WORDS[delivery]}</span>
    </>
  );
}
