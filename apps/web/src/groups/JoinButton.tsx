import { useNavigate } from 'react-router';
import { addressOf } from '../ui/address.js';
import { Button } from '../ui/Button.js';
import { useAction } from '../ui/useAction.js';
import styles from './GroupCard.module.css';

/** Goes into a group: `enter` answers its conversation. */
export function JoinButton({ action, enter }: { action: string; enter: () => Promise<string> }) {
  const [state, start] = useAction();
  const navigate = useNavigate();
  return (
    <>
      <Button
        variant="primary"
        busy={state.status === 'busy'}
        onClick={() =>
          void start(async () => {
            await navigate(addressOf(await enter()), { replace: true });
          })
        }
      >
        {action}
      </Button>
      {state.problem && (
        <p role="alert" className={styles.problem}>
          {state.problem}
        </p>
      )}
    </>
  );
}
