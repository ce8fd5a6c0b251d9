import type { NavigateFunction } from 'react-router';

const SERVED_BY_SERVER = /^\/(apps|preview|api)\//;

/** Goes to an address: inside the studio by the router, to pages that the server renders by a real load. */
export function enter(address: string, navigate: NavigateFunction): void {
  if (SERVED_BY_SERVER.test(address)) window.location.assign(address);
  else void navigate(address, { replace: true });
}
