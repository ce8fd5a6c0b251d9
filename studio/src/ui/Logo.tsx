/** The product's mark: a T-square. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--tw-accent)" />
      <path d="M8 10h16M16 10v13M11 17h10" fill="none" stroke="var(--tw-on-accent)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
