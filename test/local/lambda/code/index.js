// Function for tests: its event says what it does.
let requests = 0;
exports.handler = async (event, context) => {
  requests += 1;
  switch (event.do) {
    case 'throw': {
      const error = new Error('no luck', { cause: new Error('the reason') });
      error.name = 'LeaseHeld';
      throw error;
    }
    case 'hang':
      return new Promise(() => setInterval(() => undefined, 1000));
    case 'exit':
      return process.exit(3);
    case 'fill': {
      const kept = [];
      for (;;) kept.push(new Array(100_000).fill(Math.random()));
    }
    case 'reject':
      Promise.reject(new Error('nobody waits'));
      return new Promise((resolve) => setTimeout(resolve, 1000));
    case 'log':
      console.log('one line');
      return null;
    case 'big':
      return 'x'.repeat(7 * 1024 * 1024);
    case 'sleep':
      await new Promise((resolve) => setTimeout(resolve, event.milliseconds));
      return { requests };
    case 'identity': {
      const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
      return (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn;
    }
    default:
      return {
        requests,
        event,
        environment: process.env,
        now: new Date().toISOString(),
        isDate: new Date() instanceof Date,
        remaining: context.getRemainingTimeInMillis(),
        functionName: context.functionName,
        requestId: context.awsRequestId,
      };
  }
};
