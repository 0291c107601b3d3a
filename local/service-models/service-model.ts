/** The facts of a service model that requests and responses are checked against, as botocore has them. */
export interface ServiceModel {
  /** Such as `botocore 1.43.11`. */
  readonly source: string;
  /** Such as `2016-01-01`. */
  readonly apiVersion: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface OperationModel {
  /** Of REST services. `uri` is a template such as `/schedules/{Name}`. */
  readonly http?: { readonly method: string; readonly uri: string };
  /** Name of a shape; absent where the operation takes or answers nothing. */
  readonly input?: string;
  readonly output?: string;
}

export interface Shape {
  /** structure, list, map, string, integer, long, float, double, boolean, timestamp, blob. */
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  /** Shape of a list's members. */
  readonly member?: string;
  /** Shapes of a map's keys and values. */
  readonly key?: string;
  readonly value?: string;
  readonly enum?: readonly string[];
  /** Of a text its characters, of a list or map its members, of a number its value. */
  readonly min?: number;
  readonly max?: number;
  /** A regular expression of Java. */
  readonly pattern?: string;
  /** The member that is the body of a REST request. */
  readonly payload?: string;
}

export interface Member {
  readonly shape: string;
  /** uri, querystring, header, headers or statusCode; absent: in the body. */
  readonly location?: string;
  /** Its name on the wire, where it differs. */
  readonly locationName?: string;
}
