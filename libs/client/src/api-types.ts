/* Generated from libs/gateway/api/api-v6.yaml by `npm run generate -w @trine/client`. Do not edit. */

export interface paths {
    "/rp/requests/{namespace}/{identifier}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a consent (and data) request
         * @description Checks run in the order listed under x-error-codes. Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["createRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rp/request_references/{reference_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look up the request of an in-progress reference
         * @description Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getRequestIdByReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rp/request_data/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read data received from AS
         * @description 404 when the request is unknown to the ledger. Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getRequestData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rp/request_data_removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove all received AS data
         * @description Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["removeAllRequestData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rp/request_data_removal/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove received AS data of one request
         * @description Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["removeRequestData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rp/request_close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a request
         * @description No synchronous check of the request; all failures come by callback. Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["closeRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rp/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read RP callback URLs
         * @description 404 when none is set. Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getRpCallback"];
        put?: never;
        /**
         * Set RP callback URLs
         * @description Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["setRpCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rp/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a message on the ledger
         * @description Roles: rp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["createMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/idp/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read IdP callback URLs
         * @description 404 when none is set. Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getIdpCallback"];
        put?: never;
        /**
         * Set IdP callback URLs
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["setIdpCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/idp/response": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a consent request
         * @description Checks run in the order listed; the mode-2/3 ones start at 20020. Both accept and reject must be signed. Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["createIdpResponse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/idp/error_response": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a consent request with an error code
         * @description error_code must be in GET /utility/idp_error_codes. Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["createIdpErrorResponse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/idp/request_message_padded_hash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the block that an accessor key must sign
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getRequestMessagePaddedHash"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/as/service/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a service this AS offers
         * @description 404 when not registered, or when the node or the service is disabled. Roles: as, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getService"];
        put?: never;
        /**
         * Register or update a service this AS offers
         * @description First registration needs min_ial, min_aal, url and supported_namespace_list (20023, HTTP 500); an update may give any subset. `url` receives data_request callbacks and is stored locally once the ledger accepts. Roles: as, proxy; any other role gets 404 with an empty body.
         */
        post: operations["registerOrUpdateService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/as/payment_received_log/{request_id}/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log that payment was received
         * @description Allowed on closed and timed-out requests. Roles: as, proxy; any other role gets 404 with an empty body.
         */
        post: operations["logPaymentReceived"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/as/service_price/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Announce a service price
         * @description Roles: as, proxy; any other role gets 404 with an empty body.
         */
        post: operations["setServicePrice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/as/data/{request_id}/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send requested data
         * @description Roles: as, proxy; any other role gets 404 with an empty body.
         */
        post: operations["sendData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/as/error/{request_id}/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a data request with an error code
         * @description error_code must be in GET /utility/as_error_codes. Roles: as, proxy; any other role gets 404 with an empty body.
         */
        post: operations["sendDataError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/as/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read AS callback URLs
         * @description 404 when none is set. Roles: as, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getAsCallback"];
        put?: never;
        /**
         * Set AS callback URLs
         * @description Roles: as, proxy; any other role gets 404 with an empty body.
         */
        post: operations["setAsCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proxy/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read proxy callback URLs
         * @description 404 when none is set. Roles: proxy; any other role gets 404 with an empty body.
         */
        get: operations["getProxyCallback"];
        put?: never;
        /**
         * Set proxy callback URLs
         * @description Roles: proxy; any other role gets 404 with an empty body.
         */
        post: operations["setProxyCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an identity with an accessor
         * @description Path `/identity/` is equivalent. Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["createIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find the reference group of an identity
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getIdentity"];
        put?: never;
        /**
         * Add further identifiers to the same person
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["addIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/ial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this IdP's IAL for an identity
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getIdentityIal"];
        put?: never;
        /**
         * Change this IdP's IAL for an identity
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["updateIdentityIal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/lial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this IdP's LIAL for an identity
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getIdentityLial"];
        put?: never;
        /**
         * Change this IdP's LIAL for an identity
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["updateIdentityLial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/laal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this IdP's LAAL for an identity
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getIdentityLaal"];
        put?: never;
        /**
         * Change this IdP's LAAL for an identity
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["updateIdentityLaal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/endorsement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reserved */
        get: operations["getEndorsement"];
        put?: never;
        /** Reserved */
        post: operations["setEndorsement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/accessors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add an accessor
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["addAccessor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/accessor_revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke an accessor
         * @description The last active accessor of the IdP for the person cannot be revoked (25070 by callback). Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["revokeAccessor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/accessor_revoke_and_add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an accessor
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["revokeAndAddAccessor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/association_revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this IdP's association with a person
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["revokeIdentityAssociation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upgrade the association from mode 2 to modes 2 and 3
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["upgradeIdentityMode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/removal_from_reference_group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reserved
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["removeFromReferenceGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity/{namespace}/{identifier}/reference_group_merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reserved
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["mergeReferenceGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity_request/request_close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a consent request made by an identity operation
         * @description The original operation then fails with 20025 through its own callback_url. Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        post: operations["closeIdentityRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity_request/request_references/{reference_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look up an in-progress identity operation
         * @description Roles: idp, proxy; any other role gets 404 with an empty body.
         */
        get: operations["getIdentityRequestByReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/node/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a node, asynchronous form
         * @description Same rules as /ndid/register_node. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["createNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/node/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace own node keys or settings
         * @description Authorised with the current master key. check_string, when given, proves possession of the new keys.
         */
        post: operations["updateNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/node/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read node callback URLs
         * @description 404 when none is set. Served even while the server is not ready.
         */
        get: operations["getNodeCallback"];
        put?: never;
        /**
         * Set node callback URLs
         * @description Served even while the server is not ready.
         */
        post: operations["setNodeCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/idp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List active IdPs */
        get: operations["listIdps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/idp/{namespace}/{identifier}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List active IdPs that hold an identity */
        get: operations["listIdpsByIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/as/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List active, approved AS of a service
         * @description 404 when the service is unknown or disabled.
         */
        get: operations["listAsByService"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/as/service_price/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List announced prices
         * @description 404 when the service is unknown.
         */
        get: operations["listServicePrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/service_price_ceiling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read price ceilings */
        get: operations["getServicePriceCeiling"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/service_price_min_effective_datetime_delay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the minimum notice for new prices */
        get: operations["getServicePriceMinDelay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a request */
        get: operations["getRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/accessors/{accessor_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an accessor */
        get: operations["getAccessor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/nodes/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a node */
        get: operations["getNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/nodes/{node_id}/public_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all key versions of a node */
        get: operations["getNodePublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/nodes/{node_id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a node's token balance */
        get: operations["getNodeToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/namespaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List enabled namespaces */
        get: operations["listNamespaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List enabled services */
        get: operations["listServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/services/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a service */
        get: operations["getServiceDetail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/idp_error_codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List error codes an IdP may answer with */
        get: operations["listIdpErrorCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/as_error_codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List error codes an AS may answer with */
        get: operations["listAsErrorCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/private_messages/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read stored private messages of a request
         * @description 404 when the request is unknown to the ledger.
         */
        get: operations["getPrivateMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/private_message_removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove all stored private messages */
        post: operations["removeAllPrivateMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/private_message_removal/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove stored private messages of a request */
        post: operations["removePrivateMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a recorded message */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/request_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List request types */
        get: operations["listRequestTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/suppressed_identity_modification_notification_node_ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List nodes whose identity changes are not notified */
        get: operations["listSuppressedNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/suppressed_identity_modification_notification_node_ids/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is a node suppressed */
        get: operations["isSuppressedNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/node_supported_features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List feature names a node may declare */
        get: operations["listNodeSupportedFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/supported_ial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List supported IALs */
        get: operations["listSupportedIal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/utility/supported_aal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List supported AALs */
        get: operations["listSupportedAal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/init_ndid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create the NDID node and enter initialisation
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["initNdid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/end_init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave initialisation; ordinary operations become possible
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["endInit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_allowed_mode_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the modes allowed for a purpose
         * @description Default when never set: [1,2,3] for "", [2,3] for identity purposes. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setAllowedModeList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/register_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a node and wait for commit
         * @description idp needs max_ial and max_aal, other roles must not have them (500 / 10000). New nodes start with 0 tokens. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["registerNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/update_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a node's NDID-managed settings
         * @description Only given fields change; IdP/RP-only fields are ignored for other roles. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["updateNodeByNdid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/enable_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a node
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["enableNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/disable_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a node
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["disableNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_node_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a node's token balance
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setNodeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/add_node_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add to a node's token balance
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["addNodeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/reduce_node_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take from a node's token balance
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["reduceNodeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/create_namespace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a namespace
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["createNamespace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/update_namespace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a namespace
         * @description Empty text and 0 leave the stored value. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["updateNamespace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/enable_namespace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a namespace
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["enableNamespace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/disable_namespace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a namespace
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["disableNamespace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/create_service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a service
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["createService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/update_service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a service
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["updateService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/enable_service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a service
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["enableService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/disable_service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a service
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["disableService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_service_price_ceiling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set price ceilings
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setServicePriceCeiling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_service_price_min_effective_datetime_delay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the minimum notice for new prices
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setServicePriceMinDelay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_validator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a consensus validator
         * @description Blockchain-specific; a non-blockchain server may accept and ignore it. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setValidator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/approve_service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Allow an AS to offer a service
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["approveService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/enable_service_destination": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Re-enable an AS for a service
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["enableServiceDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/disable_service_destination": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend an AS for a service
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["disableServiceDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/add_node_to_proxy_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a node behind a proxy
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["addNodeToProxyNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/update_node_proxy_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a node to another proxy or change its config
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["updateNodeProxyNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/remove_node_from_proxy_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a node from behind its proxy
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["removeNodeFromProxyNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_last_block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop the chain after a height
         * @description After it every ledger write fails with 15028 until reset with -1. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setLastBlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/get_allowed_min_ial_for_register_identity_at_first_idp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the minimum IAL for a person's first registration
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["getAllowedMinIalFirstIdp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_allowed_min_ial_for_register_identity_at_first_idp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the minimum IAL for a person's first registration
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setAllowedMinIalFirstIdp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/get_node_id_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List active node IDs
         * @description When the list would be empty, older servers answer 500 / 10000; answer []. Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["getNodeIdList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/add_error_code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add an IdP or AS error code
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["addErrorCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/remove_error_code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove an IdP or AS error code
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["removeErrorCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/add_request_type": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a request type
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["addRequestType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/remove_request_type": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a request type
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["removeRequestType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/add_suppressed_identity_modification_notification_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop notifying about an IdP's identity changes
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["addSuppressedNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/remove_suppressed_identity_modification_notification_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume notifying about an IdP's identity changes
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["removeSuppressedNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/add_allowed_node_supported_feature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Allow a feature name
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["addAllowedNodeSupportedFeature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/remove_allowed_node_supported_feature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disallow a feature name
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["removeAllowedNodeSupportedFeature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_supported_ial_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the supported IAL list
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setSupportedIalList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndid/set_supported_aal_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the supported AAL list
         * @description Roles: ndid (or a server whose role is not yet known, i.e. started with NDID_NODE=true); any other role gets 404 with an empty body.
         */
        post: operations["setSupportedAalList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server information
         * @description Works while not ready. Clients rely on node_id and role only; the rest describes the deployment.
         */
        get: operations["getInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/num_expected_txs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_num_expected_txs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/expected_txs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_expected_txs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/num_pending_outbound_mq_messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_num_pending_outbound_mq_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/num_pending_client_callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_num_pending_client_callbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/num_pending_external_crypto_callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_num_pending_external_crypto_callbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/num_processing_blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_num_processing_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/processing_blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_processing_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/num_processing_inbound_messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operational counter */
        get: operations["get_num_processing_inbound_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/license": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** License text */
        get: operations["getLicense"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the source is */
        get: operations["getSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reinit_node_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Re-read node key files */
        get: operations["reinitNodeKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Effective configuration without secrets
         * @description Only when ENABLE_CONFIG_HTTP_ROUTE_PATH=true, else 404.
         */
        get: operations["getConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change runtime configuration
         * @description Only when ENABLE_CONFIG_HTTP_ROUTE_PATH=true. Not persisted.
         */
        post: operations["setConfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/telemetry/reissue_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reissue the telemetry token
         * @description Only when ENABLE_CONFIG_HTTP_ROUTE_PATH=true.
         */
        get: operations["reissueTelemetryToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    create_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of POST /rp/requests */
        post: operations["cb_create_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    close_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of a close call */
        post: operations["cb_close_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    create_message_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of POST /rp/messages */
        post: operations["cb_create_message_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    response_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of IdP response/error_response and AS data/error */
        post: operations["cb_response_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    add_or_update_service_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of POST /as/service */
        post: operations["cb_add_or_update_service_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    set_service_price_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of POST /as/service_price */
        post: operations["cb_set_service_price_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    update_node_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of POST /node/update */
        post: operations["cb_update_node_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    create_node_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of POST /node/create */
        post: operations["cb_create_node_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    update_ial_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of the ial change */
        post: operations["cb_update_ial_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    update_lial_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of the lial change */
        post: operations["cb_update_lial_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    update_laal_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** To callback_url of the laal change */
        post: operations["cb_update_laal_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    create_identity_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent request of the operation created (only when consent is needed) */
        post: operations["cb_create_identity_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    create_identity_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Final outcome of the operation */
        post: operations["cb_create_identity_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    add_identity_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent request of the operation created (only when consent is needed) */
        post: operations["cb_add_identity_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    add_identity_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Final outcome of the operation */
        post: operations["cb_add_identity_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    add_accessor_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent request of the operation created (only when consent is needed) */
        post: operations["cb_add_accessor_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    add_accessor_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Final outcome of the operation */
        post: operations["cb_add_accessor_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    revoke_accessor_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent request of the operation created (only when consent is needed) */
        post: operations["cb_revoke_accessor_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    revoke_accessor_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Final outcome of the operation */
        post: operations["cb_revoke_accessor_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    revoke_and_add_accessor_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent request of the operation created (only when consent is needed) */
        post: operations["cb_revoke_and_add_accessor_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    revoke_and_add_accessor_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Final outcome of the operation */
        post: operations["cb_revoke_and_add_accessor_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    revoke_identity_association_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent request of the operation created (only when consent is needed) */
        post: operations["cb_revoke_identity_association_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    revoke_identity_association_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Final outcome of the operation */
        post: operations["cb_revoke_identity_association_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    upgrade_identity_mode_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent request of the operation created (only when consent is needed) */
        post: operations["cb_upgrade_identity_mode_request_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    upgrade_identity_mode_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Final outcome of the operation */
        post: operations["cb_upgrade_identity_mode_result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    request_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** RP: to callback_url of the request. IdP and AS: to incoming_request_status_update_url */
        post: operations["cb_request_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    incoming_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** IdP incoming_request_url */
        post: operations["cb_incoming_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    identity_modification_notification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** IdP identity_modification_notification_url */
        post: operations["cb_identity_modification_notification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    data_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** AS service url */
        post: operations["cb_data_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    error: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** error_url of the role */
        post: operations["cb_error"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    message_queue_send_success: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** message_queue_send_success_url */
        post: operations["cb_message_queue_send_success"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    sign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** sign_url (no `type` field) */
        post: operations["cb_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    master_sign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** master_sign_url (no `type` field) */
        post: operations["cb_master_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    decrypt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** decrypt_url (no `type` field) */
        post: operations["cb_decrypt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * Format: uri
         * @description Absolute http or https URL.
         */
        Url: string;
        /**
         * @description `<chain_id>:<height>`; height is a decimal integer that never decreases within one chain_id.
         * @example chain-main-1:20417
         */
        ChainHeight: string;
        /** @enum {string} */
        KeyAlgorithmSigning: "RSA" | "EC" | "Ed25519";
        /** @enum {string} */
        KeyAlgorithmEncryption: "RSA";
        /** @enum {string} */
        KeyAlgorithmAccessor: "RSA";
        /** @enum {string} */
        SigningAlgorithm: "RSASSA_PSS_SHA_256" | "RSASSA_PSS_SHA_384" | "RSASSA_PSS_SHA_512" | "RSASSA_PKCS1_V1_5_SHA_256" | "RSASSA_PKCS1_V1_5_SHA_384" | "RSASSA_PKCS1_V1_5_SHA_512" | "ECDSA_SHA_256" | "ECDSA_SHA_384" | "Ed25519";
        /** @enum {string} */
        EncryptionAlgorithm: "RSAES_PKCS1_V1_5" | "RSAES_OAEP_SHA_1" | "RSAES_OAEP_SHA_256";
        /** @enum {string} */
        ProxyConfig: "KEY_ON_PROXY" | "KEY_ON_NODE";
        ErrorCodeNumber: number;
        Error: {
            error: {
                /** @description Stable numeric code, see errors.md. */
                code: number;
                /** @description Human text; not contractual. */
                message: string;
                /** @description Only on server errors when NODE_ENV=development. */
                stack?: string;
            };
            /** @description Present for 20002/20003: `{valid:false, errors:[JSON-schema validator errors]}`; for 20059: `{valid:false, errors:[...]}`. */
            details?: Record<string, never>;
        };
        NodeKey: {
            /** @description PEM */
            public_key: string;
            /** @description Signing or encryption algorithm name. */
            algorithm: string;
            /** @description 1 for the first key; +1 at each replacement. */
            version: number;
            /** @description null when unknown (<=0). */
            creation_block_height: number | null;
            /** @description null when empty. */
            creation_chain_id: string | null;
            active: boolean;
        };
        MqAddress: {
            ip: string;
            port: number;
        };
        Identity: {
            namespace: string;
            identifier: string;
        };
        DataRequestInput: {
            service_id: string;
            /** @description Omitted or empty: the platform fills in every AS that qualifies. */
            as_id_list?: string[];
            /** @description 0 = no fixed number; every listed AS may answer. */
            min_as: number;
            /** @description Opaque to the platform; delivered only to the AS. */
            request_params?: string;
        };
        CreateRequestMode1: {
            /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
            node_id?: string;
            /** @description Chosen by the caller; echoed in every callback of this call. */
            reference_id: string;
            callback_url: components["schemas"]["Url"];
            /** @enum {number} */
            mode: 1;
            /** @description Omitted = []. Must not be empty in mode 1 or with bypass_identity_check=true (20016) unless the RP has an active whitelist, which then fills it. Otherwise empty = every qualifying IdP. */
            idp_id_list?: string[];
            /** @description Omitted = []. service_id values must be unique (20018). */
            data_request_list?: components["schemas"]["DataRequestInput"][];
            /** @description Text shown to the user, or a data URL. Empty string is allowed. */
            request_message: string;
            /** @description Must be in the supported IAL list. */
            min_ial: number;
            /** @description Must be in the supported AAL list. */
            min_aal: number;
            min_idp: number;
            /** @description Seconds; no upper bound. */
            request_timeout: number;
            /** @description At least 44 characters (20087). Omitted or empty: 32 random bytes in base64. */
            initial_salt?: string;
            /** @description Must be a registered request type (20091). */
            request_type?: string;
        };
        CreateRequestMode23: {
            /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
            node_id?: string;
            /** @description Chosen by the caller; echoed in every callback of this call. */
            reference_id: string;
            callback_url: components["schemas"]["Url"];
            /** @enum {number} */
            mode: 2 | 3;
            /** @description Omitted = []. Must not be empty in mode 1 or with bypass_identity_check=true (20016) unless the RP has an active whitelist, which then fills it. Otherwise empty = every qualifying IdP. */
            idp_id_list?: string[];
            /** @description Omitted = []. service_id values must be unique (20018). */
            data_request_list?: components["schemas"]["DataRequestInput"][];
            /** @description Text shown to the user, or a data URL. Empty string is allowed. */
            request_message: string;
            /** @description Must be in the supported IAL list. */
            min_ial: number;
            /** @description Must be in the supported AAL list. */
            min_aal: number;
            min_idp: number;
            /** @description Seconds; no upper bound. */
            request_timeout: number;
            /** @description At least 44 characters (20087). Omitted or empty: 32 random bytes in base64. */
            initial_salt?: string;
            /** @description Must be a registered request type (20091). */
            request_type?: string;
            /** @description true: IdPs in idp_id_list are used without checking that they hold the identity (on-the-fly onboarding). */
            bypass_identity_check: boolean;
        };
        IdpResponse: {
            idp_id: string;
            ial: number;
            aal: number;
            /** @enum {string} */
            status: "accept" | "reject";
            signature: string;
            valid_ial: boolean | null;
            valid_signature: boolean | null;
        } | {
            idp_id: string;
            error_code: number;
            valid_ial: null;
            valid_signature: null;
        };
        AsResponse: {
            as_id: string;
            signed: boolean;
            received_data: boolean;
        } | {
            as_id: string;
            error_code: number;
        };
        DataRequestDetail: {
            service_id: string;
            as_id_list: string[];
            min_as: number;
            request_params_hash: string;
            response_list: components["schemas"]["AsResponse"][];
        };
        /** @enum {string} */
        RequestStatus: "pending" | "confirmed" | "rejected" | "complicated" | "completed" | "partial_completed" | "errored";
        RequestDetail: {
            request_id: string;
            min_idp: number;
            min_aal: number;
            min_ial: number;
            request_timeout: number;
            idp_id_list: string[];
            data_request_list: components["schemas"]["DataRequestDetail"][];
            request_message_hash: string;
            response_list: components["schemas"]["IdpResponse"][];
            closed: boolean;
            timed_out: boolean;
            /** @enum {integer} */
            mode: 1 | 2 | 3;
            request_type: string | null;
            requester_node_id: string;
            status: components["schemas"]["RequestStatus"];
            creation_block_height: components["schemas"]["ChainHeight"];
        };
        NodeInfo: {
            signing_public_key: components["schemas"]["NodeKey"];
            signing_master_public_key: components["schemas"]["NodeKey"];
            encryption_public_key: components["schemas"]["NodeKey"];
            node_name: string;
            /** @enum {string} */
            role: "NDID" | "RP" | "IdP" | "AS" | "Proxy";
            /** @description IdP only. */
            max_ial?: number;
            /** @description IdP only. */
            max_aal?: number;
            supported_feature_list: string[];
            /** @description IdP only. */
            supported_request_message_data_url_type_list?: string[];
            /** @description IdP only. */
            agent?: boolean;
            /** @description IdP and RP only. */
            node_id_whitelist_active?: boolean;
            /** @description IdP and RP only, and only while active. */
            node_id_whitelist?: string[];
            proxy?: {
                node_id: string;
                node_name: string;
                signing_public_key: components["schemas"]["NodeKey"];
                signing_master_public_key: components["schemas"]["NodeKey"];
                encryption_public_key: components["schemas"]["NodeKey"];
                mq: components["schemas"]["MqAddress"][] | null;
                config: components["schemas"]["ProxyConfig"];
            };
            /** @description null until the node has announced an address. */
            mq: components["schemas"]["MqAddress"][] | null;
            active: boolean;
        };
        IdpNode: {
            node_id: string;
            node_name: string;
            max_ial: number;
            max_aal: number;
            supported_feature_list: string[];
            supported_request_message_data_url_type_list: string[];
            agent: boolean;
            /** @description null when unset or when not listed by identity. */
            lial: boolean | null;
            laal: boolean | null;
            /** @description Only when listed by identity. */
            ial?: number;
            /** @description Only when listed by identity. */
            mode_list?: number[];
        };
        AsNode: {
            node_id: string;
            node_name: string;
            min_ial: number;
            min_aal: number;
            supported_namespace_list: string[];
        };
        PriceByCurrency: {
            currency: string;
            min_price: number;
            max_price: number;
        };
        PriceCeilingByCurrency: {
            currency: string;
            price: number;
        };
        NodeKeySet: {
            /** @description PEM */
            signing_public_key?: string;
            signing_key_algorithm?: components["schemas"]["KeyAlgorithmSigning"];
            signing_algorithm?: components["schemas"]["SigningAlgorithm"];
            /** @description PEM */
            signing_master_public_key?: string;
            signing_master_key_algorithm?: components["schemas"]["KeyAlgorithmSigning"];
            signing_master_algorithm?: components["schemas"]["SigningAlgorithm"];
            /** @description PEM */
            encryption_public_key?: string;
            encryption_key_algorithm?: components["schemas"]["KeyAlgorithmEncryption"];
            encryption_algorithm?: components["schemas"]["EncryptionAlgorithm"];
        };
        PrivateMessage: {
            /** @description Decoded private message; fields per type in flows.md. */
            message: Record<string, never>;
            /** @constant */
            direction: "inbound";
            source: {
                node_id: string;
                proxy_node_id?: string;
                proxy_config?: string;
            };
            /** @description base64, sender node signature over the serialized message */
            signature: string;
            signature_for_proxy?: string;
            /** @description Unix epoch milliseconds. */
            timestamp: number;
        } | {
            /** @description Decoded private message; fields per type in flows.md. */
            message: Record<string, never>;
            /** @constant */
            direction: "outbound";
            destinations: {
                node_id: string;
                encryption_public_key: components["schemas"]["NodeKey"];
                ip: string;
                port: number;
                proxy_node_id?: string;
                proxy_encryption_public_key?: components["schemas"]["NodeKey"];
                proxy_config?: string;
            }[];
            /** @description Unix epoch milliseconds. */
            timestamp: number;
        };
    };
    responses: {
        /** @description Client error (status configurable, default 400). */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Ledger refused the caller (35001). */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Not found, or this server's role may not call the endpoint. Empty body. */
        NotFoundEmpty: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Server error (status configurable, default 500). */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Not ready: 10008, 10007; POST also 10029, 10017. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Reserved; always 501 with empty body once the role check and body validation pass. */
        NotImplemented: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        namespace: string;
        identifier: string;
        /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
        NodeIdQuery: string;
        /** @description Free text recorded in telemetry only. */
        AppType: string;
        /** @description Free text recorded in telemetry only. */
        AppVersion: string;
        /** @description Return only names beginning with this. */
        PrefixQuery: string;
        /** @description Omitted = all four. Any other value: 500 / 10000. */
        MessageType: "consent_request" | "idp_response" | "data_request" | "as_response";
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRequestMode1"] | components["schemas"]["CreateRequestMode23"];
            };
        };
        responses: {
            /** @description Accepted; the outcome arrives by callback. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        request_id: string;
                        initial_salt: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRequestIdByReference: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
            };
            header?: never;
            path: {
                reference_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found; only until the request is closed or timed out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        request_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRequestData: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
            };
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Items received so far (unordered); [] when none. Survives closing until removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        source_node_id: string;
                        service_id: string;
                        /** @description base64 AS signature over data+data_salt */
                        source_signature: string;
                        signature_signing_algorithm: components["schemas"]["SigningAlgorithm"];
                        signature_signing_key_version?: number;
                        data_salt: string;
                        data: string;
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeAllRequestData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                };
            };
        };
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeRequestData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                };
            };
        };
        responses: {
            /** @description Removed (also when there was none). */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    closeRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    request_id: string;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRpCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URLs that are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error_url?: components["schemas"]["Url"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setRpCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id?: string;
                    error_url?: components["schemas"]["Url"];
                };
            };
        };
        responses: {
            /** @description Stored. Omitted URLs keep their value; a URL cannot be unset. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    /** @description <=1024 characters unless hash_message (20088). */
                    message: string;
                    /** @description <=512 characters (20089). */
                    purpose: string;
                    /** @description Only with hash_message; >=44 characters (20087). */
                    initial_salt?: string;
                    /** @default false */
                    hash_message?: boolean;
                };
            };
        };
        responses: {
            /** @description Accepted. initial_salt only when hash_message is true. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message_id: string;
                        initial_salt?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIdpCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URLs that are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        incoming_request_url?: components["schemas"]["Url"];
                        incoming_request_status_update_url?: components["schemas"]["Url"];
                        identity_modification_notification_url?: components["schemas"]["Url"];
                        error_url?: components["schemas"]["Url"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setIdpCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id?: string;
                    incoming_request_url?: components["schemas"]["Url"];
                    incoming_request_status_update_url?: components["schemas"]["Url"];
                    identity_modification_notification_url?: components["schemas"]["Url"];
                    error_url?: components["schemas"]["Url"];
                };
            };
        };
        responses: {
            /** @description Stored; omitted URLs keep their value. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIdpResponse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    request_id: string;
                    ial: number;
                    aal: number;
                    /** @enum {string} */
                    status: "accept" | "reject";
                    /** @description Required in mode 2 and 3 (20014); ignored in mode 1. */
                    accessor_id?: string;
                    /** @description Mode 2/3: base64 raw RSA signature of the padded hash (flows.md). Mode 1: any non-empty text, not verified. */
                    signature: string;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIdpErrorResponse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    request_id: string;
                    error_code: components["schemas"]["ErrorCodeNumber"];
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRequestMessagePaddedHash: {
        parameters: {
            query: {
                node_id?: string;
                request_id: string;
                accessor_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mode 2/3 requests only. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description base64 of 256 bytes */
                        request_message_padded_hash: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getService: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
            };
            header?: never;
            path: {
                service_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url?: string | null;
                        supported_namespace_list: string[];
                        min_ial: number;
                        min_aal: number;
                        active: boolean;
                        /** @description true when NDID has disabled the service destination */
                        suspended: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    registerOrUpdateService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    min_ial?: number;
                    min_aal?: number;
                    url?: components["schemas"]["Url"];
                    supported_namespace_list?: string[];
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    logPaymentReceived: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                request_id: string;
                service_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                };
            };
        };
        responses: {
            /** @description Logged (telemetry only). */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setServicePrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    /** @description currency unique within the list (20003) */
                    price_by_currency_list: components["schemas"]["PriceByCurrency"][];
                    /** Format: date-time */
                    effective_datetime: string;
                    more_info_url?: components["schemas"]["Url"];
                    detail?: string;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendData: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                request_id: string;
                service_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    /** @description Text or data URL. Max 10 MiB before and 3 MiB after compression (flows.md). */
                    data: string;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendDataError: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                request_id: string;
                service_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    error_code: components["schemas"]["ErrorCodeNumber"];
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAsCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URLs that are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        incoming_request_status_update_url?: components["schemas"]["Url"];
                        error_url?: components["schemas"]["Url"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setAsCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id?: string;
                    incoming_request_status_update_url?: components["schemas"]["Url"];
                    error_url?: components["schemas"]["Url"];
                };
            };
        };
        responses: {
            /** @description Stored; omitted URLs keep their value. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProxyCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URLs that are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error_url?: components["schemas"]["Url"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setProxyCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    error_url?: components["schemas"]["Url"];
                };
            };
        };
        responses: {
            /** @description Stored. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIdentity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    identity_list: components["schemas"]["Identity"][];
                    /** @enum {number} */
                    mode: 2 | 3;
                    accessor_type: components["schemas"]["KeyAlgorithmAccessor"];
                    /** @description PEM, RSA. 2048 bits in practice (flows.md). */
                    accessor_public_key: string;
                    /** @description Omitted: UUID v4 is generated. */
                    accessor_id?: string;
                    ial: number;
                    lial?: boolean;
                    laal?: boolean;
                    /** @description Text of the consent request; required when consent is needed (20074). */
                    request_message?: string;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Only when a consent request is created. */
                        request_id?: string;
                        /** @description true when some identity of the list is already on the platform */
                        exist: boolean;
                        accessor_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Exists on the platform (any IdP). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reference_group_code: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addIdentity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    identity_list: components["schemas"]["Identity"][];
                    /** @description Text of the consent request; required when consent is needed (20074). */
                    request_message?: string | null;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Only when a consent request is created. */
                        request_id?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIdentityIal: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
            };
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Identity is held by this IdP. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ial: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateIdentityIal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    ial: number;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIdentityLial: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
            };
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Identity is held by this IdP. null when never set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lial: boolean | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateIdentityLial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    lial: boolean;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIdentityLaal: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
            };
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Identity is held by this IdP. null when never set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        laal: boolean | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateIdentityLaal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    laal: boolean;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEndorsement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            501: components["responses"]["NotImplemented"];
            503: components["responses"]["Unavailable"];
        };
    };
    setEndorsement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    node_id?: string;
                };
            };
        };
        responses: {
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            501: components["responses"]["NotImplemented"];
            503: components["responses"]["Unavailable"];
        };
    };
    addAccessor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    /** @description Omitted: UUID v4 is generated. */
                    accessor_id?: string;
                    accessor_type: components["schemas"]["KeyAlgorithmAccessor"];
                    /** @description PEM, RSA */
                    accessor_public_key: string;
                    /** @description Text of the consent request; required when consent is needed (20074). */
                    request_message?: string;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Only when a consent request is created. */
                        request_id?: string;
                        accessor_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeAccessor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    accessor_id: string;
                    /** @description Text of the consent request; required when consent is needed (20074). */
                    request_message?: string;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Only when a consent request is created. */
                        request_id?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeAndAddAccessor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    revoking_accessor_id: string;
                    /** @description Omitted: UUID v4 is generated. */
                    accessor_id?: string;
                    accessor_type: components["schemas"]["KeyAlgorithmAccessor"];
                    /** @description PEM, RSA */
                    accessor_public_key: string;
                    /** @description Text of the consent request; required when consent is needed (20074). */
                    request_message?: string;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Only when a consent request is created. */
                        request_id?: string;
                        accessor_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeIdentityAssociation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    /** @description Text of the consent request; required when consent is needed (20074). */
                    request_message?: string;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Only when a consent request is created. */
                        request_id?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    upgradeIdentityMode: {
        parameters: {
            query?: never;
            header?: {
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-type"?: components["parameters"]["AppType"];
                /** @description Free text recorded in telemetry only. */
                "ndid-member-app-version"?: components["parameters"]["AppVersion"];
            };
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    /** @description Text of the consent request; required when consent is needed (20074). */
                    request_message?: string;
                };
            };
        };
        responses: {
            /** @description Accepted; consent is always asked. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        request_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeFromReferenceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    request_message?: string;
                };
            };
        };
        responses: {
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            501: components["responses"]["NotImplemented"];
            503: components["responses"]["Unavailable"];
        };
    };
    mergeReferenceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    namespace_to_merge: string;
                    identifier_to_merge: string;
                    request_message?: string;
                };
            };
        };
        responses: {
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            501: components["responses"]["NotImplemented"];
            503: components["responses"]["Unavailable"];
        };
    };
    closeIdentityRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    request_id: string;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIdentityRequestByReference: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
            };
            header?: never;
            path: {
                reference_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In progress. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Absent when no consent request was needed. */
                        request_id?: string;
                        /** @description Registration and accessor operations only. */
                        accessor_id?: string;
                        /** @description Replace-accessor only. */
                        revoking_accessor_id?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id: string;
                    callback_url: components["schemas"]["Url"];
                    node_id: string;
                    node_name: string;
                    /** @description PEM */
                    signing_public_key: string;
                    signing_key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_algorithm: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    signing_master_public_key: string;
                    signing_master_key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_master_algorithm: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    encryption_public_key: string;
                    encryption_key_algorithm: components["schemas"]["KeyAlgorithmEncryption"];
                    encryption_algorithm: components["schemas"]["EncryptionAlgorithm"];
                    /** @enum {string} */
                    role: "rp" | "idp" | "as";
                    max_ial?: number;
                    max_aal?: number;
                };
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Node to update; default this server's node. */
                    node_id?: string;
                    /** @description Chosen by the caller; echoed in every callback of this call. */
                    reference_id?: string;
                    callback_url?: components["schemas"]["Url"];
                    /** @description PEM */
                    signing_public_key?: string;
                    signing_key_algorithm?: components["schemas"]["KeyAlgorithmSigning"];
                    signing_algorithm?: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    signing_master_public_key?: string;
                    signing_master_key_algorithm?: components["schemas"]["KeyAlgorithmSigning"];
                    signing_master_algorithm?: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    encryption_public_key?: string;
                    encryption_key_algorithm?: components["schemas"]["KeyAlgorithmEncryption"];
                    encryption_algorithm?: components["schemas"]["EncryptionAlgorithm"];
                    check_string?: string;
                    /** @description base64 signature of check_string by the new signing key */
                    signed_check_string?: string;
                    /** @description base64 signature of check_string by the new master key */
                    master_signed_check_string?: string;
                    /** @description MIME types of data URLs an IdP accepts; replaces the stored list. */
                    supported_request_message_data_url_type_list?: string[];
                } | unknown | unknown | unknown | unknown;
            };
        };
        responses: {
            /** @description Accepted. Empty body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNodeCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URLs that are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sign_url?: components["schemas"]["Url"];
                        master_sign_url?: components["schemas"]["Url"];
                        decrypt_url?: components["schemas"]["Url"];
                        message_queue_send_success_url?: components["schemas"]["Url"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
        };
    };
    setNodeCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id?: string;
                    sign_url?: components["schemas"]["Url"];
                    master_sign_url?: components["schemas"]["Url"];
                    decrypt_url?: components["schemas"]["Url"];
                    message_queue_send_success_url?: components["schemas"]["Url"];
                } | unknown | unknown | unknown | unknown;
            };
        };
        responses: {
            /** @description Stored. sign_url, master_sign_url and decrypt_url are each tested with a live call first. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    listIdps: {
        parameters: {
            query?: {
                /** @description Decimal text; default 0. Node max_ial must be >=. */
                min_ial?: string;
                /** @description Decimal text; default 0. Node max_aal must be >=. */
                min_aal?: string;
                /** @description Comma-separated; the node must support all. */
                supported_feature_list?: string;
                agent?: "true" | "false";
                /** @description Keep IdPs that this node's whitelist allows and whose whitelist allows this node. Unknown node: 500 / 10003. */
                filter_for_node_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description [] when none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdpNode"][];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIdpsByIdentity: {
        parameters: {
            query?: {
                /** @description Both the association's ial and the node max_ial must be >=. */
                min_ial?: string;
                min_aal?: string;
                supported_feature_list?: string;
                /** @description Association must allow this mode. */
                mode?: "2" | "3";
                filter_for_node_id?: string;
            };
            header?: never;
            path: {
                namespace: components["parameters"]["namespace"];
                identifier: components["parameters"]["identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description [] when none or unknown identity. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdpNode"][];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAsByService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description [] when the service exists but nobody offers it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AsNode"][];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listServicePrices: {
        parameters: {
            query?: {
                /** @description One AS only; then returned even if node or service is disabled. */
                node_id?: string;
            };
            header?: never;
            path: {
                service_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest price first per node. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        node_id: string;
                        price_list: {
                            price_by_currency_list: components["schemas"]["PriceByCurrency"][];
                            /** Format: date-time */
                            effective_datetime: string;
                            /** @description Empty string when not given. */
                            more_info_url: string;
                            /** @description Empty string when not given. */
                            detail: string;
                            creation_block_height: components["schemas"]["ChainHeight"];
                        }[];
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getServicePriceCeiling: {
        parameters: {
            query: {
                service_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Empty list when none is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        service_id: string;
                        price_ceiling_by_currency_list: components["schemas"]["PriceCeilingByCurrency"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getServicePriceMinDelay: {
        parameters: {
            query?: {
                /** @description Falls back to the global value, then 43200. */
                service_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Seconds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default 43200 */
                        duration_second: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetail"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccessor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accessor_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found (also when inactive). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accessor_public_key: string;
                        accessor_type: string;
                        active: boolean;
                        owner_node_id: string;
                        creation_block_height: number | null;
                        creation_chain_id: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found (also when disabled). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeInfo"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNodePublicKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        signing_public_key_list: components["schemas"]["NodeKey"][];
                        signing_master_public_key_list: components["schemas"]["NodeKey"][];
                        encryption_public_key_list: components["schemas"]["NodeKey"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNodeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amount: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listNamespaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Fields other than namespace and active are omitted when empty or 0. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        namespace: string;
                        description?: string;
                        active: boolean;
                        allowed_identifier_count_in_reference_group?: number;
                        allowed_active_identifier_count_in_reference_group?: number;
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listServices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No data schema here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        service_id: string;
                        service_name: string;
                        active: boolean;
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getServiceDetail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found (also when disabled; `active` is then omitted). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        service_id: string;
                        service_name: string;
                        active?: boolean;
                        /** @description JSON schema as text; omitted when empty or "n/a" */
                        data_schema?: string;
                        /** @description omitted when empty or "n/a" */
                        data_schema_version?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIdpErrorCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error_code: number;
                        description: string;
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAsErrorCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error_code: number;
                        description: string;
                    }[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPrivateMessages: {
        parameters: {
            query?: {
                /** @description Acting node; required on a proxy server (20057), ignored elsewhere. */
                node_id?: components["parameters"]["NodeIdQuery"];
                /** @description Omitted = all four. Any other value: 500 / 10000. */
                type?: components["parameters"]["MessageType"];
            };
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description [] when none. Per type, inbound before outbound, each in arrival order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivateMessage"][];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeAllPrivateMessages: {
        parameters: {
            query?: {
                /** @description Omitted = all four. Any other value: 500 / 10000. */
                type?: components["parameters"]["MessageType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                };
            };
        };
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removePrivateMessages: {
        parameters: {
            query?: {
                /** @description Omitted = all four. Any other value: 500 / 10000. */
                type?: components["parameters"]["MessageType"];
            };
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Acting node. Required (else 20057) when the server runs as a proxy; ignored on rp/idp/as servers, which always act as themselves. */
                    node_id?: string;
                };
            };
        };
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `message` is the salted hash when it was recorded with hash_message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message_id: string;
                        message: string;
                        purpose: string;
                        requester_node_id: string;
                        creation_block_height: components["schemas"]["ChainHeight"];
                        creation_chain_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRequestTypes: {
        parameters: {
            query?: {
                /** @description Return only names beginning with this. */
                prefix?: components["parameters"]["PrefixQuery"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sorted by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSuppressedNodes: {
        parameters: {
            query?: {
                /** @description Return only names beginning with this. */
                prefix?: components["parameters"]["PrefixQuery"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sorted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    isSuppressedNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Also for unknown nodes (false). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        suppressed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listNodeSupportedFeatures: {
        parameters: {
            query?: {
                /** @description Return only names beginning with this. */
                prefix?: components["parameters"]["PrefixQuery"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sorted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSupportedIal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description [] until set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": number[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSupportedAal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description [] until set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": number[];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    initNdid: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description PEM */
                    signing_public_key: string;
                    signing_key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_algorithm: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    signing_master_public_key: string;
                    signing_master_key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_master_algorithm: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    encryption_public_key: string;
                    encryption_key_algorithm: components["schemas"]["KeyAlgorithmEncryption"];
                    encryption_algorithm: components["schemas"]["EncryptionAlgorithm"];
                    chain_history_info?: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endInit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. Empty body; request body ignored. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setAllowedModeList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description "" for ordinary RP requests, or RegisterIdentity, AddIdentity, AddAccessor, RevokeAccessor, RevokeAndAddAccessor, RevokeIdentityAssociation, UpdateIdentityModeList */
                    purpose: string;
                    allowed_mode_list: (1 | 2 | 3)[];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    registerNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    node_name: string;
                    /** @description PEM */
                    signing_public_key: string;
                    signing_key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_algorithm: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    signing_master_public_key: string;
                    signing_master_key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_master_algorithm: components["schemas"]["SigningAlgorithm"];
                    /** @description PEM */
                    encryption_public_key: string;
                    encryption_key_algorithm: components["schemas"]["KeyAlgorithmEncryption"];
                    encryption_algorithm: components["schemas"]["EncryptionAlgorithm"];
                    /** @enum {string} */
                    role: "rp" | "idp" | "as" | "proxy";
                    max_ial?: number;
                    max_aal?: number;
                    supported_feature_list?: string[];
                    /** @description IdP only */
                    agent?: boolean;
                    /** @description IdP and RP only */
                    node_id_whitelist_active?: boolean;
                    /** @description IdP and RP only */
                    node_id_whitelist?: string[];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateNodeByNdid: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    node_name?: string;
                    max_ial?: number;
                    max_aal?: number;
                    supported_feature_list?: string[];
                    /** @description IdP only */
                    agent?: boolean;
                    /** @description IdP and RP only */
                    node_id_whitelist_active?: boolean;
                    /** @description IdP and RP only */
                    node_id_whitelist?: string[];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enableNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    disableNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setNodeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    amount: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addNodeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    amount: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reduceNodeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    amount: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    namespace: string;
                    description?: string;
                    /** @description -1, 0 or omitted = unlimited */
                    allowed_identifier_count_in_reference_group?: number;
                    allowed_active_identifier_count_in_reference_group?: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    namespace: string;
                    description?: string;
                    /** @description -1, 0 or omitted = unlimited */
                    allowed_identifier_count_in_reference_group?: number;
                    allowed_active_identifier_count_in_reference_group?: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enableNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    namespace: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    disableNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    namespace: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    service_id: string;
                    service_name: string;
                    /** @description JSON schema (draft-07) as text; "n/a", null or omitted = none. Invalid: 500 / 10000. */
                    data_schema?: string | null;
                    data_schema_version?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    service_id: string;
                    service_name: string;
                    /** @description JSON schema (draft-07) as text; "n/a", null or omitted = none. Invalid: 500 / 10000. */
                    data_schema?: string | null;
                    data_schema_version?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enableService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    service_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    disableService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    service_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setServicePriceCeiling: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    service_id: string;
                    /** @description currency unique within the list (20003) */
                    price_ceiling_by_currency_list: components["schemas"]["PriceCeilingByCurrency"][];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setServicePriceMinDelay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Omitted = global */
                    service_id?: string;
                    duration_second: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setValidator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    public_key: string;
                    power: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    approveService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    service_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enableServiceDestination: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    service_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    disableServiceDestination: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    service_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addNodeToProxyNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    proxy_node_id: string;
                    config: components["schemas"]["ProxyConfig"];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateNodeProxyNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    proxy_node_id: string;
                    config?: components["schemas"]["ProxyConfig"];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeNodeFromProxyNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setLastBlock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description -1 = no limit; 0 or a past height = the current one */
                    block_height: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAllowedMinIalFirstIdp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 0 until set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        min_ial: number | null;
                    };
                };
            };
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setAllowedMinIalFirstIdp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    min_ial: number;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNodeIdList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description "" or omitted = all, proxies included, NDID excluded
                     * @enum {string}
                     */
                    role?: "" | "rp" | "idp" | "as";
                };
            };
        };
        responses: {
            /** @description Registration order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        node_id_list: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addErrorCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    error_code: components["schemas"]["ErrorCodeNumber"];
                    /** @enum {string} */
                    type: "idp" | "as";
                    description: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeErrorCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    error_code: components["schemas"]["ErrorCodeNumber"];
                    /** @enum {string} */
                    type: "idp" | "as";
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addRequestType: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeRequestType: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addSuppressedNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeSuppressedNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addAllowedNodeSupportedFeature: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeAllowedNodeSupportedFeature: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setSupportedIalList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    supported_ial_list: number[];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setSupportedAalList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    supported_aal_list: number[];
                };
            };
        };
        responses: {
            /** @description Done; the change is committed. Empty body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFoundEmpty"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Fields that are unknown are omitted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        env?: string;
                        version?: string | null;
                        /** @example 6.0 */
                        api_version: string;
                        node_id: string;
                        node_name?: string;
                        node_public_key?: string;
                        role?: string;
                        server_listen_port?: number;
                        db_ip?: string;
                        db_port?: number;
                        message_queue_ip?: string;
                        message_queue_port?: number;
                        message_queue_service_server?: {
                            ip?: string;
                            port?: number;
                            server_info?: {
                                node_id?: string;
                                message_queue_port?: number;
                            } | null;
                        };
                        tendermint_address?: string;
                        tendermint_web_socket_connected?: boolean;
                        last_known_chain_id?: string;
                        last_known_block_height?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_num_expected_txs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        n_expected_txs: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_expected_txs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expected_txs: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_num_pending_outbound_mq_messages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        n_pending_outbound_mq_messages: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_num_pending_client_callbacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        n_pending_client_callbacks: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_num_pending_external_crypto_callbacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        n_pending_external_crypto_callbacks: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_num_processing_blocks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        n_processing_blocks: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_processing_blocks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        processing_blocks: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    get_num_processing_inbound_messages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        n_processing_inbound_messages: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    getLicense: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Plain text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    reinitNodeKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; a no-op with an external crypto service. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Free-form object. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    setConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    CALLBACK_API_VERSION?: "4.0" | "5.3" | "6.0";
                    /** @enum {string} */
                    EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION?: "5.3" | "6.0";
                    AUTO_CLOSE_REQUEST_ON_COMPLETED?: boolean;
                    AUTO_CLOSE_REQUEST_ON_REJECTED?: boolean;
                    AUTO_CLOSE_REQUEST_ON_COMPLICATED?: boolean;
                    AUTO_CLOSE_REQUEST_ON_ERRORED?: boolean;
                };
            };
        };
        responses: {
            /** @description Effective configuration after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["ServerError"];
        };
    };
    reissueTelemetryToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. Empty body. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            /** @description Telemetry disabled: `{message}`. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message?: string;
                    };
                };
            };
            500: components["responses"]["ServerError"];
        };
    };
    cb_create_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "create_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_close_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "close_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_create_message_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "create_message_result";
                    success: boolean;
                    reference_id: string;
                    message_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_response_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "response_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_add_or_update_service_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "add_or_update_service_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_set_service_price_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "set_service_price_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_update_node_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "update_node_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_create_node_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "create_node_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_update_ial_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "update_ial_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_update_lial_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "update_lial_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_update_laal_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "update_laal_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_create_identity_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "create_identity_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    accessor_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    exist?: boolean;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_create_identity_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "create_identity_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when there was a consent request. */
                    request_id?: string;
                    reference_group_code?: string;
                    /** @description Failure at the ledger only. */
                    accessor_id?: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_add_identity_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "add_identity_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_add_identity_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "add_identity_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when there was a consent request. */
                    request_id?: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_add_accessor_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "add_accessor_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    accessor_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_add_accessor_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "add_accessor_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when there was a consent request. */
                    request_id?: string;
                    /** @description Failure at the ledger only. */
                    accessor_id?: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_revoke_accessor_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "revoke_accessor_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    accessor_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_revoke_accessor_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "revoke_accessor_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when there was a consent request. */
                    request_id?: string;
                    /** @description Failure at the ledger only. */
                    accessor_id?: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_revoke_and_add_accessor_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "revoke_and_add_accessor_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    revoking_accessor_id: string;
                    accessor_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_revoke_and_add_accessor_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "revoke_and_add_accessor_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when there was a consent request. */
                    request_id?: string;
                    /** @description Failure at the ledger only. */
                    revoking_accessor_id?: string;
                    /** @description Failure at the ledger only. */
                    accessor_id?: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_revoke_identity_association_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "revoke_identity_association_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_revoke_identity_association_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "revoke_identity_association_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when there was a consent request. */
                    request_id?: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_upgrade_identity_mode_request_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "upgrade_identity_mode_request_result";
                    success: boolean;
                    reference_id: string;
                    request_id: string;
                    creation_block_height?: components["schemas"]["ChainHeight"];
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_upgrade_identity_mode_result: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "upgrade_identity_mode_result";
                    success: boolean;
                    reference_id: string;
                    /** @description Only when there was a consent request. */
                    request_id?: string;
                    /** @description Only when success is false. */
                    error?: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_request_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "request_status";
                    request_id: string;
                    min_idp: number;
                    min_aal: number;
                    min_ial: number;
                    request_timeout: number;
                    idp_id_list: string[];
                    data_request_list: components["schemas"]["DataRequestDetail"][];
                    request_message_hash: string;
                    response_list: components["schemas"]["IdpResponse"][];
                    closed: boolean;
                    timed_out: boolean;
                    /** @enum {integer} */
                    mode: 1 | 2 | 3;
                    request_type: string | null;
                    requester_node_id: string;
                    status: components["schemas"]["RequestStatus"];
                    block_height: components["schemas"]["ChainHeight"];
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_incoming_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "incoming_request";
                    /** @enum {integer} */
                    mode: 1 | 2 | 3;
                    request_id: string;
                    request_message: string;
                    request_message_hash: string;
                    request_message_salt: string;
                    requester_node_id: string;
                    min_ial: number;
                    min_aal: number;
                    data_request_list: {
                        service_id: string;
                        as_id_list: string[];
                        min_as: number;
                    }[];
                    initial_salt: string;
                    request_type: string | null;
                    creation_time: number;
                    creation_block_height: components["schemas"]["ChainHeight"];
                    request_timeout: number;
                    reference_group_code?: string;
                    namespace?: string;
                    identifier?: string;
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_identity_modification_notification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "identity_modification_notification";
                    reference_group_code: string;
                    /** @enum {string} */
                    action: "create_identity" | "add_identity" | "add_accessor" | "revoke_accessor" | "revoke_and_add_accessor" | "revoke_identity_association" | "upgrade_identity_mode";
                    actor_node_id: string;
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_data_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "data_request";
                    request_id: string;
                    /** @enum {integer} */
                    mode: 1 | 2 | 3;
                    namespace: string;
                    identifier: string;
                    service_id: string;
                    /** @description Absent when the RP gave none. */
                    request_params?: string;
                    requester_node_id: string;
                    response_signature_list: string[];
                    max_ial: number;
                    max_aal: number;
                    request_type: string | null;
                    creation_time: number;
                    creation_block_height: components["schemas"]["ChainHeight"];
                    request_timeout: number;
                };
            };
        };
        responses: {
            /** @description Data or error code in the reply. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data?: string;
                        error_code?: number;
                        reference_id?: string;
                        callback_url?: components["schemas"]["Url"];
                    };
                };
            };
            /** @description Data will follow by POST /as/data or /as/error. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Treated as failure 20032, reported to error_url; the data request is dropped. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_error: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id?: string;
                    /** @constant */
                    type: "error";
                    action: string;
                    request_id?: string;
                    error: {
                        code: number;
                        message: string;
                    };
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_message_queue_send_success: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @constant */
                    type: "message_queue_send_success";
                    destination_node_id: string;
                    destination_ip: string;
                    destination_port: number;
                    request_id: string;
                };
            };
        };
        responses: {
            /** @description Any HTTP reply counts as delivered; 204 recommended. The body is ignored. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cb_sign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @description base64 of the bytes to sign */
                    request_message: string;
                    /** @description base64 digest of those bytes; null for Ed25519 */
                    request_message_hash: string | null;
                    /** @enum {unknown} */
                    hash_algorithm: "SHA256" | "SHA384" | "SHA512" | null;
                    key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_algorithm: components["schemas"]["SigningAlgorithm"];
                    key_version: number;
                };
            };
        };
        responses: {
            /** @description Signature */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description canonical base64 */
                        signature: string;
                    };
                };
            };
        };
    };
    cb_master_sign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @description base64 of the bytes to sign */
                    request_message: string;
                    /** @description base64 digest of those bytes; null for Ed25519 */
                    request_message_hash: string | null;
                    /** @enum {unknown} */
                    hash_algorithm: "SHA256" | "SHA384" | "SHA512" | null;
                    key_algorithm: components["schemas"]["KeyAlgorithmSigning"];
                    signing_algorithm: components["schemas"]["SigningAlgorithm"];
                    key_version: number;
                };
            };
        };
        responses: {
            /** @description Signature */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description canonical base64 */
                        signature: string;
                    };
                };
            };
        };
    };
    cb_decrypt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    node_id: string;
                    /** @description base64 */
                    encrypted_message: string;
                    key_algorithm: components["schemas"]["KeyAlgorithmEncryption"];
                    encryption_algorithm: components["schemas"]["EncryptionAlgorithm"];
                    key_version: number;
                };
            };
        };
        responses: {
            /** @description Plaintext */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description canonical base64 */
                        decrypted_message: string;
                    };
                };
            };
        };
    };
}
