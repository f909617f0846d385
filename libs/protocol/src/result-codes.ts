/**
 * Why the ledger refuses a command: the name of the rule and the API v6 error code that members see
 * (contract: ledger rules, section 6). 0 is success.
 */
export const RESULT = {
  /** validator record could not be encoded */
  EncodingError: 15001,
  /** validator key is not base64 */
  DecodingError: 15002,
  /** parameters (or stored record) cannot be decoded */
  UnmarshalError: 15004,
  /** record cannot be encoded */
  MarshalError: 15005,
  /** no such request, or empty request id */
  RequestIDNotFound: 25001,
  /** request already closed */
  RequestIsClosed: 25002,
  /** request already timed out */
  RequestIsTimedOut: 25003,
  /** enough IdPs have answered */
  RequestIsCompleted: 25004,
  /** service exists already / AS already offers it */
  DuplicateServiceID: 25005,
  /** node has no token account */
  TokenAccountNotFound: 25006,
  /** balance below price or below amount to deduct */
  TokenNotEnough: 25007,
  /** envelope incomplete */
  InvalidTransactionFormat: 15006,
  /** empty method at application */
  MethodCanNotBeEmpty: 15007,
  /** this IdP already answered */
  DuplicateIdPResponse: 25008,
  /** response AAL below request minimum or above node maximum */
  AALError: 25009,
  /** IAL below request minimum or above node maximum */
  IALError: 25010,
  /** node exists / AS already in destination list */
  DuplicateNodeID: 25011,
  /** role not RP, IdP, AS or Proxy */
  InvalidNodeRole: 25012,
  /** namespace exists */
  DuplicateNamespace: 25013,
  /** namespace unknown */
  NamespaceNotFound: 25014,
  /** request id in use */
  DuplicateRequestID: 15008,
  /** node unknown or empty node id */
  NodeIDNotFound: 25015,
  /** accessor id in use */
  DuplicateAccessorID: 25017,
  /** consent request lacks valid acceptances */
  RequestIsNotCompleted: 15010,
  /** caller not asked for this service in this request */
  NodeIDDoesNotExistInASList: 15012,
  /** that AS has not answered */
  AsIDDoesNotExistInASList: 15013,
  /** service (or its approval) unknown */
  ServiceIDNotFound: 25018,
  /** mode not allowed for the purpose */
  InvalidMode: 25019,
  /** data already marked received from this AS */
  DuplicateASInDataRequest: 25021,
  /** this AS already answered */
  DuplicateASResponse: 25022,
  /** service listed twice in one request */
  DuplicateServiceIDInDataRequest: 25023,
  /** nobody offers this service */
  ServiceDestinationNotFound: 25024,
  /** enough ASs have answered */
  DataRequestIsCompleted: 25025,
  /** AS not approved for the service */
  NoPermissionForRegisterServiceDestination: 25028,
  /** unknown command or query name */
  UnknownMethod: 15020,
  /** key not PEM / not parsable */
  InvalidKeyFormat: 25029,
  /** key type not allowed for the use */
  UnsupportedKeyType: 25030,
  /** key type not recognised */
  UnknownKeyType: 25031,
  /** ledger already has its NDID node */
  NDIDisAlreadyExisted: 25032,
  /** role may not set queue addresses */
  NoPermissionForSetMqAddresses: 25033,
  /** caller is not NDID */
  NoPermissionForCallNDIDMethod: 25034,
  /** caller is not an IdP (agent allowed only for responses) */
  NoPermissionForCallIdPMethod: 25035,
  /** caller is not an AS */
  NoPermissionForCallASMethod: 25036,
  /** caller is neither RP nor non-agent IdP */
  NoPermissionForCallRPandIdPMethod: 25037,
  /** envelope signature invalid */
  VerifySignatureError: 25038,
  /** caller did not create the request */
  NotOwnerOfRequest: 25039,
  /** `InitNDID` without usable key */
  CannotGetPublicKeyFromParam: 25040,
  /** no master key: node unknown */
  CannotGetMasterPublicKeyFromNodeID: 25041,
  /** no signing key: node unknown */
  CannotGetPublicKeyFromNodeID: 25042,
  /** block time-out not positive */
  TimeOutBlockIsMustGreaterThanZero: 25043,
  /** RSA key under 2048 bit */
  RSAKeyLengthTooShort: 25044,
  /** negative token amount */
  AmountMustBeGreaterOrEqualToZero: 25045,
  /** caller disabled */
  NodeIsNotActive: 15022,
  /** service disabled */
  ServiceIsNotActive: 15023,
  /** offer disabled by the AS, or approval withdrawn */
  ServiceDestinationIsNotActive: 15024,
  /** node already behind a proxy */
  NodeIDIsAlreadyAssociatedWithProxyNode: 25046,
  /** target is itself a proxy */
  NodeIDisProxyNode: 25047,
  /** node is not behind a proxy */
  NodeIDHasNotBeenAssociatedWithProxyNode: 25048,
  /** proxy unknown or not of role Proxy */
  ProxyNodeNotFound: 25049,
  /** caller not among the addressed IdPs */
  NodeIDDoesNotExistInIdPList: 25050,
  /** caller's proxy disabled */
  ProxyNodeIsNotActive: 15026,
  /** addressed IdP (or its proxy) disabled */
  NodeIDInIdPListIsNotActive: 25051,
  /** addressed AS (or its proxy) disabled */
  NodeIDInASListIsNotActive: 25052,
  /** node to approve is not an AS */
  RoleIsNotAS: 25053,
  /** consent request not closed yet */
  RequestIsNotClosed: 15027,
  /** past the last block */
  ChainIsDisabled: 15028,
  /** initialisation not ended */
  ChainIsNotInitialized: 15029,
  /** nonce reused */
  DuplicateNonce: 15030,
  /** validator to remove is unknown */
  NotExistValidator: 25054,
  /** identifier already in a reference group */
  IdentityAlreadyExists: 25055,
  /** namespace or hash empty */
  IdentityCannotBeEmpty: 25056,
  /** both addressing forms given */
  GotRefGroupCodeAndIdentity: 25057,
  /** no such reference group */
  RefGroupNotFound: 25058,
  /** caller is not a member of the group */
  IdentityNotFoundInThisIdP: 25059,
  /** consent request made for another purpose */
  InvalidPurpose: 15011,
  /** consent already consumed */
  RequestIsAlreadyUsed: 15031,
  /** group code missing */
  RefGroupCodeCannotBeEmpty: 25060,
  /** accessors of different persons in one revoke */
  AllAccessorMustHaveSameRefGroupCode: 25061,
  /** accessor does not belong to the caller */
  AccessorNotFoundInThisIdP: 25062,
  /** accessor id empty */
  AccessorIDCannotBeEmpty: 25064,
  /** accessor key empty */
  AccessorPublicKeyCannotBeEmpty: 25065,
  /** accessor type empty */
  AccessorTypeCannotBeEmpty: 25066,
  /** namespace unknown or inactive */
  InvalidNamespace: 25067,
  /** too many identifiers of one namespace */
  IdentifierCountIsGreaterThanAllowedIdentifierCount: 25068,
  /** first IdP's IAL too low */
  IalMustBeGreaterOrEqualMinIal: 25069,
  /** would leave no active accessor */
  CannotRevokeAllAccessorsInThisIdP: 25070,
  /** same identifier twice in the input */
  DuplicateIdentifier: 25071,
  /** mode change rejected */
  NewModeListMustBeHigherThanCurrentModeList: 25072,
  /** error code or its type unknown / duplicate / zero */
  InvalidErrorCode: 25073,
  /** whitelist of RP or IdP excludes the other */
  NodeNotInWhitelist: 25074,
  /** storage failure */
  AppStateError: 15032,
  /** too many IdP errors */
  RequestCannotBeFulfilled: 25075,
  /** too many AS errors */
  DataRequestCannotBeFulfilled: 25076,
  /** IdP may not ask for AS data */
  IdPCreateRequestWithDataRequestNotAllowed: 25077,
  /** IdP may not use mode 1 (mode 2 is in fact allowed) */
  IdPCreateRequestMode1And2NotAllowed: 25078,
  /** NDID set no ceiling for the service */
  ServicePriceCeilingListNotFound: 15033,
  /** no ceiling for that currency */
  ServicePriceCeilingNotFound: 15034,
  /** highest price above the ceiling */
  ServiceMaxPriceGreaterThanPriceCeiling: 25079,
  /** lowest price above the highest */
  ServicePriceMinCannotBeGreaterThanMax: 25081,
  /** no field to change */
  NothingToUpdateIdentity: 25082,
  /** caller is not an RP */
  NoPermissionForCallRPMethod: 25083,
  /** message id in use */
  DuplicateMessageID: 25084,
  /** request type exists */
  RequestTypeAlreadyExists: 25085,
  /** also: unknown type in a request */
  RequestTypeDoesNotExist: 25086,
  /** node already suppressed */
  SuppressedIdentityModificationNotificationNodeIDAlreadyExists: 25087,
  /** node not suppressed */
  SuppressedIdentityModificationNotificationNodeIDDoesNotExist: 25088,
  /** node unknown or not of role IdP */
  NotIdPNode: 25089,
  /** bulk load after end of initialisation */
  ChainIsAlreadyInitialized: 15035,
  /** algorithm does not fit the key */
  IncompatibleKeyAlgorithm: 25090,
  /** curve does not fit the algorithm */
  UnsupportedSigningAlgorithm: 25091,
  /** feature exists */
  NodeSupportedFeatureAlreadyExists: 25092,
  /** also: feature not allowed on node registration */
  NodeSupportedFeatureDoesNotExist: 25093,
  /** negative power */
  InvalidValidatorVotingPower: 25094,
  /** wrong key size */
  InvalidValidatorPublicKey: 25095,
  /** internal failure */
  UnknownError: 10000,
} as const;

/** A refusal of the ledger as an API v6 error code. */
export type ResultCode = (typeof RESULT)[keyof typeof RESULT];
