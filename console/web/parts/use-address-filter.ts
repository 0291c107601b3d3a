import { useSearchParams } from 'react-router-dom';

/** Filters that are part of the address. Empty: none. Others in the address stay as they are. */
export function useAddressFilter<Name extends string>(
  ...names: readonly Name[]
): readonly [Readonly<Record<Name, string>>, (change: Partial<Record<Name, string>>) => void] {
  const [params, setParams] = useSearchParams();
  const filter: Partial<Record<Name, string>> = {};
  for (const name of names) filter[name] = params.get(name) ?? '';
  const change = (part: Partial<Record<Name, string>>): void => {
    const next = new URLSearchParams(params);
    for (const name of names) {
      const value = part[name];
      if (value === '') next.delete(name);
      else if (value !== undefined) next.set(name, value);
    }
    setParams(next, { replace: true });
  };
  return [filter as Record<Name, string>, change];
}
