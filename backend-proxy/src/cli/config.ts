import { printConfig } from '../config/print';
import { configOption, loadFor, print, type CommandModule } from './context';

/** `config check` and `config print`. */
export const configCommand: CommandModule = (program, context) => {
  const config = program.command('config').description('check or print the configuration');

  config
    .command('check')
    .description('check the configuration file and the environment; every problem is named with its line')
    .addOption(configOption())
    .action((options: { config?: string }) => {
      const { sources, warnings } = loadFor(context, options);
      for (const warning of warnings) {
        context.stderr.write(`warning: ${warning}\n`);
      }
      print(context, `${sources.file ?? 'the defaults'}: ok`);
    });

  config
    .command('print')
    .description('print the effective configuration as YAML, defaults filled in and secrets masked')
    .addOption(configOption())
    .action((options: { config?: string }) => {
      context.stdout.write(printConfig(loadFor(context, options)));
    });
};
