// port.loopback: in the image alone the gateway listens on more than loopback, and nobody can talk it into another address.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseContainerAddress, type ContainerSurroundings } from './container-address.js';

const contained: ContainerSurroundings = {
  isOurImage: true,
  sharesProcesses: false,
  sharesNetwork: false,
  addresses: ['10.88.0.7'],
};

describe('the address of a container', () => {
  it('is the one that it has', () => {
    assert.equal(chooseContainerAddress(contained), '10.88.0.7');
  });

  it('is none where there is no network', () => {
    assert.equal(chooseContainerAddress({ ...contained, addresses: [] }), null);
  });

  it('is refused where one sign of a container of ours is missing, and where it would be a guess', () => {
    const wrong: readonly [Partial<ContainerSurroundings>, RegExp][] = [
      [{ isOurImage: false }, /not the image/],
      [{ sharesProcesses: true }, /no container/],
      [{ sharesNetwork: true }, /network is that of the host/],
      [{ addresses: ['10.88.0.7', '192.0.2.1'] }, /several addresses \(10\.88\.0\.7, 192\.0\.2\.1\)/],
    ];
    for (const [change, why] of wrong)
      assert.throws(() => chooseContainerAddress({ ...contained, ...change }), {
        code: 'gateway.not-contained',
        message: why,
      });
  });
});
