import { fileTree } from '../../../../cli/commands/demo/staged-files';
import { inkOf } from '../../../../cli/shell';
import { scriptedShell } from '../../../helpers/scripted-shell';

const plain = inkOf(scriptedShell());

describe('the tree of staged files', () => {
  it('shows keys with every character that S3 allows', () => {
    const tree = fileTree('b', [{ key: 'd/j/s+1/t %é/LOAD00000001.csv', size: 2_048 }], [], plain);
    expect(tree.split('\n')).toEqual(['s3://b', 'd/j/', '└─ s+1/t %é/', '     LOAD00000001.csv  2.0 KiB']);
  });
});
