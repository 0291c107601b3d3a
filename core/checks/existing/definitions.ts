import { defineShared } from '../catalogue/define-checks';

export const existingEndpoint = defineShared('existing-endpoint', {
  modes: 'all',
  severity: 'error',
  title: 'an existing endpoint exists, and has the type and the engine of its connection',
  why: 'DMS creates no task with another endpoint, or one that moves other data',
  page: 'CHAP_Endpoints.html',
});

export const existingFileSettings = defineShared('existing-file-settings', {
  modes: 'all',
  severity: 'error',
  title: 'an existing endpoint of the lake writes the files that the job describes',
  why: 'Lakeferry would not find the files, or would read them wrongly',
  page: 'CHAP_Target.S3.html',
});

export const existingDatabase = defineShared('existing-database', {
  modes: 'all',
  severity: 'warning',
  title: 'an existing endpoint has the database and the settings with which Lakeferry’s own would be created',
  why: 'the source checks read another database than DMS, or DMS writes in another way than the job describes',
  page: 'CHAP_Endpoints.html',
});

export const existingInstance = defineShared('existing-instance', {
  modes: 'all',
  severity: 'error',
  title: 'an existing replication instance exists, is available and has the identifier in the file',
  why: 'DMS creates no task on another instance, and its metrics and logs have its identifier',
  page: 'CHAP_ReplicationInstance.html',
});

export const existingRoute = defineShared('existing-route', {
  modes: 'all',
  severity: 'error',
  title:
    'an existing replication instance reaches the endpoints of its jobs, and each instance existing endpoints',
  why: 'no run starts before DMS has tested both connections',
  page: 'CHAP_Security.Network.html',
});

export const existingBucket = defineShared('existing-bucket', {
  modes: 'all',
  severity: 'error',
  title:
    'an existing bucket is in the region of the environment, reports new files, and has the key in the file',
  why: 'DMS and Lakeferry cannot use it, or files do not reach the lake',
  page: 'CHAP_Target.S3.html',
});

export const existingKey = defineShared('existing-key', {
  modes: 'all',
  severity: 'error',
  title: 'an existing key exists, is enabled, encrypts objects in S3, and allows its use',
  why: 'DMS writes no files, and Lakeferry cannot read or write objects',
  page: 'CHAP_Target.S3.html',
});

export const existingTopic = defineShared('existing-topic', {
  modes: 'all',
  severity: 'error',
  title: 'an existing topic of alerts exists and takes alarms',
  why: 'nobody gets alerts or alarms',
  page: 'CHAP_Monitoring.html',
});

export const existingChecks = [
  existingEndpoint,
  existingFileSettings,
  existingDatabase,
  existingInstance,
  existingRoute,
  existingBucket,
  existingKey,
  existingTopic,
];
