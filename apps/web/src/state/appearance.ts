import { create } from 'zustand';
import { readStored, writeStored } from './storage.js';

export type Theme = 'system' | 'light' | 'dark';
export type Contrast = 'system' | 'more';

export interface Appearance {
  theme: Theme;
  contrast: Contrast;
}

// public/appearance.js reads the same key before the first paint.
const KEY = 'appearance';

const moreContrast = window.matchMedia('(prefers-contrast: more)');

export const useAppearance = create<Appearance>(() => ({
  theme: 'system',
  contrast: 'system',
  ...readStored<Partial<Appearance>>(KEY, {}),
}));

export function setAppearance(change: Partial<Appearance>): void {
  useAppearance.setState(change);
  writeStored(KEY, useAppearance.getState());
}

export function followAppearance(): void {
  useAppearance.subscribe(apply);
  moreContrast.addEventListener('change', () => {
    apply(useAppearance.getState());
  });
  apply(useAppearance.getState());
}

function apply({ theme, contrast }: Appearance): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  if (contrast === 'more' || moreContrast.matches) dataset.contrast = 'more';
  else delete dataset.contrast;
}
