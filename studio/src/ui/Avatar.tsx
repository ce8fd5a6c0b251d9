import classes from './Avatar.module.css';

/** The first letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = Array.from(words[0] ?? '?')[0] ?? '?';
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? '')[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** A person as a disc with initials. Decorative: the name stands beside it or in a label. */
export function Avatar({ name }: { name: string }) {
  return <span className={classes['avatar']} data-initials={initials(name)} aria-hidden />;
}
