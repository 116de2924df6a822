import { setAppearance, useAppearance, type Contrast, type Theme } from '../state/appearance.js';
import { Choice, type ChoiceOption } from '../ui/Choice.js';
import styles from './Section.module.css';

const THEMES: readonly ChoiceOption<Theme>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

const CONTRASTS: readonly ChoiceOption<Contrast>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'more', label: 'High' },
];

export function AppearanceSection() {
  const { theme, contrast } = useAppearance();
  return (
    <div className={styles.form}>
      <Choice
        legend="Theme"
        options={THEMES}
        value={theme}
        onChange={(chosen) => {
          setAppearance({ theme: chosen });
        }}
      />
      <Choice
        legend="Contrast"
        options={CONTRASTS}
        value={contrast}
        onChange={(chosen) => {
          setAppearance({ contrast: chosen });
        }}
      />
    </div>
  );
}
