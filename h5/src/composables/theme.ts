export type Theme = 'light' | 'dark';

/** The theme to show: as asked in the address, otherwise as the system prefers. */
export function pickTheme(asked: string | null, prefersDark: boolean): Theme {
  if (asked === 'dark' || asked === 'light') return asked;
  return prefersDark ? 'dark' : 'light';
}

/** Sets the theme and keeps it in step with the system. */
export function followTheme(asked: string | null, root: HTMLElement = document.documentElement): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    root.dataset.theme = pickTheme(asked, system.matches);
  };
  apply();
  system.addEventListener?.('change', apply);
}
