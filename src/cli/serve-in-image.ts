// The entry point of the image: `pymcp serve`, on the address of the container too, so that the engine can publish it.
// port.loopback: it takes no address, and outside of a container of our image it refuses. Hidden: nobody else starts it.
import type { Command } from 'commander';
import { chooseContainerAddress } from '../core/container-address.js';
import { seeContainerSurroundings } from '../host/container-surroundings.js';
import { addGatewayOptions, addHttpOptions, readSettings } from './gateway-options.js';
import { serve, type ServeOptions } from './serve.js';

export function addServeInImageCommand(program: Command): void {
  const command = program
    .command('serve-in-image', { hidden: true })
    .description('Serves as `pymcp serve` does, on the address of this container too. For the image alone.')
    .option('--json', 'print where it listens as one line of JSON');
  addHttpOptions(addGatewayOptions(command)).action(async (options: ServeOptions) => {
    const address = chooseContainerAddress(await seeContainerSurroundings());
    await serve(await readSettings(options), options, address);
  });
}
