import { lanAddressOf } from '../../server/src/main/lan-address.ts';

/** As `npm start -- --lan` finds it; undefined on a machine without a local network. */
export function lanAddressHere(): string | undefined {
  try {
    return lanAddressOf(undefined);
  } catch {
    return undefined;
  }
}
