import type { Connection } from './open-connection.ts';

/**
 * Connections between two requests. Each is kept for one owner and one origin, so that no two owners ever speak on the same one; who
 * takes one says which peers are good at that moment, and the others are closed.
 */
export interface KeptConnections {
  take(owner: string, isGood: (peer: string) => boolean): Connection | undefined;
  keep(owner: string, connection: Connection, idleMs: number): void;
  /** Closes all, and keeps none from now on. */
  close(): void;
}

interface Kept {
  readonly connection: Connection;
  /** Takes it out of here. */
  readonly release: () => void;
}

/** Without a request. With those that have one they are all the sockets that there are. */
const MAX_KEPT = 128;

export function createKeptConnections(maxKept = MAX_KEPT): KeptConnections {
  const all = new Set<Kept>();
  const byOwner = new Map<string, Set<Kept>>();
  let isClosed = false;

  function drop(kept: Kept): void {
    kept.release();
    kept.connection.destroy();
  }

  return {
    take(owner, isGood) {
      // The one that was used last: those that are not needed grow old and go.
      for (const kept of [...(byOwner.get(owner) ?? [])].toReversed()) {
        const { connection } = kept;
        if (!isGood(connection.peer)) drop(kept);
        else {
          kept.release();
          return connection;
        }
      }
      return undefined;
    },
    keep(owner, connection, idleMs) {
      const { socket } = connection;
      if (isClosed || idleMs <= 0 || socket.destroyed || !socket.writable) return connection.destroy();
      const own = byOwner.get(owner) ?? new Set();
      // Nobody has asked: whatever is said now, or an end, spoils it.
      const spoil = (): void => drop(kept);
      const timer = setTimeout(spoil, idleMs);
      const kept: Kept = {
        connection,
        release() {
          clearTimeout(timer);
          for (const event of ['data', 'end', 'close', 'error']) socket.removeListener(event, spoil);
          socket.ref();
          all.delete(kept);
          own.delete(kept);
          if (own.size === 0) byOwner.delete(owner);
        },
      };
      for (const event of ['data', 'end', 'close', 'error']) socket.on(event, spoil);
      // It holds up no process that has nothing else to do.
      socket.unref();
      timer.unref();
      all.add(kept);
      byOwner.set(owner, own.add(kept));
      const [oldest] = all;
      if (oldest && all.size > maxKept) drop(oldest);
    },
    close() {
      isClosed = true;
      for (const kept of all) drop(kept);
    },
  };
}
