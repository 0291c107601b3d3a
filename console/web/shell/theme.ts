import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useState } from 'react';

export type Theme = 'light' | 'dark';
const key = 'lakeferry-theme';

function chosen(): Theme {
  const kept = localStorage.getItem(key);
  if (kept === 'light' || kept === 'dark') return kept;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Chosen theme, else that of the system. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState(chosen);
  useEffect(() => {
    applyMode(theme === 'dark' ? Mode.Dark : Mode.Light);
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  const toggle = (): void => {
    const other = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(key, other);
    setTheme(other);
  };
  return [theme, toggle];
}
