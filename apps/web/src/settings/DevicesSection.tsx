import type { Device } from '@parley/client';
import { MonitorSmartphone } from 'lucide-react';
import { useNow } from '../state/clock.js';
import { listDevices, signOutDevice } from '../state/session.js';
import { Button } from '../ui/Button.js';
import { Spinner } from '../ui/Status.js';
import { timeAgo } from '../ui/time.js';
import { Outcome } from '../ui/Outcome.js';
import { useAction } from '../ui/useAction.js';
import { useLoaded } from '../ui/useLoaded.js';
import styles from './Section.module.css';

export function DevicesSection() {
  const { value: devices, failed, reload } = useLoaded(listDevices);
  if (failed) return <Button onClick={reload}>Could not be loaded. Try again</Button>;
  if (!devices) return <Spinner label="Loading devices" />;
  return (
    <>
      <p className={styles.note}>Where you are signed in. Sign out what you no longer use or do not know.</p>
      <ul className={styles.list}>
        {devices.map((device) => (
          <DeviceItem key={device.id} device={device} onGone={reload} />
        ))}
      </ul>
    </>
  );
}

function DeviceItem({ device, onGone }: { device: Device; onGone: () => void }) {
  const now = useNow();
  const [state, start] = useAction();
  return (
    <li className={styles.item}>
      <MonitorSmartphone aria-hidden="true" />
      <div className={styles.itemText}>
        <p className={styles.strong}>{device.name || 'Unnamed device'}</p>
        <p className={styles.note}>{device.current ? 'This device' : `Last active ${timeAgo(device.lastUsedAt, now)}`}</p>
        <Outcome state={state} done="Signed out" />
      </div>
      {!device.current && (
        <Button
          variant="danger"
          busy={state.status === 'busy'}
          aria-label={`Sign out ${device.name || 'unnamed device'}`}
          onClick={() => void start(() => signOutDevice(device.id).then(onGone))}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
