import { setAppearance, useAppearance, type Contrast, type Theme } from '../state/appearance.js';
import styles from './Section.module.css';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

const CONTRASTS: readonly (readonly [Contrast, string])[] = [
  ['system', 'As the system'],
  ['more', 'High'],
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

interface ChoiceProps<T extends string> {
  legend: string;
  options: readonly (readonly [T, string])[];
  value: T;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ legend, options, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.strong}>{legend}</legend>
      {options.map(([option, label]) => (
        <label key={option} className={styles.option}>
          <input
            type="radio"
            name={legend}
            checked={option === value}
            onChange={() => {
              onChange(option);
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
