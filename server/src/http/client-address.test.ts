import { describe, expect, test } from 'vitest';
import { callerOf, findClientAddress, trustProxies } from './client-address.ts';

const nobody = trustProxies([]);
const local = trustProxies(['127.0.0.1', '::1']);
const network = trustProxies(['10.0.0.0/8', 'fd00::/8']);

describe('the address of a client', () => {
  test.each([
    ['without a proxy is the socket’s', '203.0.113.9', '', nobody, '203.0.113.9'],
    ['is not what a stranger claims', '203.0.113.9', '198.51.100.7', local, '203.0.113.9'],
    ['is not claimed through a proxy nobody named', '127.0.0.1', '198.51.100.7', nobody, '127.0.0.1'],
    ['is what a trusted proxy says', '127.0.0.1', '198.51.100.7', local, '198.51.100.7'],
    [
      'is the entry the proxy added, not those before it',
      '127.0.0.1',
      '1.1.1.1, 198.51.100.7',
      local,
      '198.51.100.7',
    ],
    ['passes over trusted proxies', '10.0.0.1', '1.1.1.1, 198.51.100.7, 10.9.9.9', network, '198.51.100.7'],
    ['is the first proxy when all are trusted', '10.0.0.1', '10.0.0.2, 10.0.0.3', network, '10.0.0.2'],
    ['stops where the list makes no sense', '127.0.0.1', '198.51.100.7, unknown', local, '127.0.0.1'],
    ['stops at an empty entry', '127.0.0.1', '198.51.100.7,', local, '127.0.0.1'],
    ['may be written with a port', '127.0.0.1', '198.51.100.7:5123', local, '198.51.100.7'],
    ['may be IPv6 with a port', '::1', '[2001:db8::7]:5123', local, '2001:db8::7'],
    ['of a socket for both families is IPv4', '::ffff:203.0.113.9', '', nobody, '203.0.113.9'],
    ['of such a socket can be a proxy', '::ffff:127.0.0.1', '198.51.100.7', local, '198.51.100.7'],
    ['has no zone', 'fe80::1%eth0', '', nobody, 'fe80::1'],
    ['is found behind a range of IPv6', 'fd12::5', '2001:db8::7', network, '2001:db8::7'],
  ])('%s', (_name, peer, forwardedFor, isTrusted, expected) => {
    expect(findClientAddress(peer, forwardedFor, isTrusted)).toBe(expected);
  });
});

describe('one caller', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['', ''],
  ])('%s is %s', (address, caller) => {
    expect(callerOf(address)).toBe(caller);
  });
});
