/** The server does not answer, goes down, or (of a cluster) is not ready to take statements. */
const goneCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'],
  ...['PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN', 'ER_CON_COUNT_ERROR', 'ER_UNKNOWN_COM_ERROR'],
  // A disk that is full, and SQLite held by somebody else.
  ...['ER_DISK_FULL', 'ER_RECORD_FILE_FULL', 'SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_IOERR'],
]);

/** The code of the driver behind an error of the database; empty when there is none. */
export function driverCode(error: unknown): string {
  const driverError = (error as { driverError?: { code?: string }; code?: string } | null)?.driverError;
  return String(driverError?.code ?? (error as { code?: string } | null)?.code ?? '');
}

/** True when the database could not do its work, whatever it was asked for: it may be able to later. */
export function isDatabaseGone(error: unknown): boolean {
  return goneCodes.has(driverCode(error)) || isClosedConnection(error);
}

/** The driver gives no code to what it is asked on a connection that is lost already. */
function isClosedConnection(error: unknown): boolean {
  return error instanceof Error && /closed state|Pool is closed|Connection lost/.test(error.message);
}
