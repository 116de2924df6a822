import { useState, type CSSProperties } from 'react';
import styles from './Avatar.module.css';

interface AvatarProps {
  id: string;
  name: string;
  size?: 'small' | 'medium' | 'large';
  online?: boolean;
  /** URL of a picture; initials stand in for it until it is there, and if it never comes. */
  picture?: string | undefined;
}

/** A picture, or initials on a colour that follows from the id. Decorative: the name always stands beside it. */
export function Avatar({ id, name, size = 'medium', online = false, picture }: AvatarProps) {
  const hue = { '--hue': hueOf(id) } as CSSProperties;
  return (
    <span className={`${styles.avatar} ${styles[size]}`} style={hue} aria-hidden="true">
      {initialsOf(name)}
      {picture && <Picture key={picture} url={picture} />}
      {online && <span className={styles.online} />}
    </span>
  );
}

function Picture({ url }: { url: string }) {
  const [missing, setMissing] = useState(false);
  if (missing) return null;
  return (
    <img
      className={styles.picture}
      src={url}
      alt=""
      decoding="async"
      loading="lazy"
      onError={() => {
        setMissing(true);
      }}
    />
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._-]+/u);
  const first = firstOf(words[0]) ?? '?';
  const last = words.length > 1 ? (firstOf(words.at(-1)) ?? '') : '';
  return (first + last).toUpperCase();
}

const characters = new Intl.Segmenter();

/** The first character as people count them: some take several places in a string. */
function firstOf(word = ''): string | undefined {
  for (const { segment } of characters.segment(word)) return segment;
  return undefined;
}

/** The colour of somebody, in degrees. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  // Steps of 24 degrees: near hues are hard to tell apart.
  return (hash % 15) * 24;
}
