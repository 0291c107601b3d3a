import { present, type Run } from '../command';
import { connect } from '../connect';
import { readStatus, showStatus } from '../status';

export const status: Run = async (invocation) => {
  const connection = await connect(invocation);
  present(invocation, await readStatus(connection, invocation.shell.now()), (value) =>
    showStatus(invocation.shell, value),
  );
  return undefined;
};
