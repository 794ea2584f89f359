import { createDecipheriv, createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2';
import { sqliteFile } from '../lib/database.ts';

/**
 * The floor: verifies and decrypts with nothing but Node, and answers when one insert of its own is durable,
 * or at once without a database. It checks less than a real server may.
 */
type Keep = (plaintext: string, done: (error: unknown) => void) => void;

const insert = 'INSERT INTO bare_event (plaintext, received_at) VALUES (?, ?)';

function keepNothing(): Keep {
  return (_plaintext, done) => done(null);
}

function keepInMariaDb(url: string, connections: number): Keep {
  const pool = mysql.createPool({ uri: url, connectionLimit: connections });
  return (plaintext, done) => pool.execute(insert, [plaintext, new Date()], done);
}

function keepInSqlite(file: string): Keep {
  const connection = new Sqlite(file);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  const statement = connection.prepare(insert);
  return (plaintext, done) => {
    statement.run(plaintext, new Date().toISOString());
    done(null);
  };
}

function keepFor(url: string, connections: number): Keep {
  if (url === '') {
    return keepNothing();
  }
  return url.startsWith('sqlite:') ? keepInSqlite(sqliteFile(url)) : keepInMariaDb(url, connections);
}

/** The message, or null when the signature is wrong. */
function openBody(url: string, body: string, token: string, key: Buffer): string | null {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const encrypt = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/.exec(body)?.[1] ?? '';
  const signed = [token, query.get('timestamp') ?? '', query.get('nonce') ?? '', encrypt].sort().join('');
  if (createHash('sha1').update(signed).digest('hex') !== query.get('msg_signature')) {
    return null;
  }
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]);
  return plain.toString('utf8', 20, 20 + plain.readUInt32BE(16));
}

const [databaseUrl = '', connections = '', token = '', encodingAesKey = ''] = process.argv.slice(2);
const keep = keepFor(databaseUrl, Number(connections));
const key = Buffer.from(`${encodingAesKey}=`, 'base64');

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const plaintext = openBody(request.url ?? '', Buffer.concat(chunks).toString('utf8'), token, key);
    const answer = (status: number) => response.writeHead(status, { 'content-length': 0 }).end();
    if (plaintext === null) {
      answer(400);
      return;
    }
    keep(plaintext, (error) => answer(error === null ? 200 : 500));
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
