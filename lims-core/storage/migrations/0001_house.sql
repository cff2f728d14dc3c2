-- The records of the house. Every record belongs to the body (laboratory or authority) that keeps it: body_id stands in every
-- key and every foreign key. Dates are YYYY-MM-DD, moments ISO 8601 with Z, decimals are text as written.

CREATE TABLE body (
    id {identity},
    code TEXT {ordered} NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('laboratory', 'authority')),
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    parent_name_vi TEXT NOT NULL,
    parent_name_en TEXT NOT NULL,
    address_vi TEXT NOT NULL,
    address_en TEXT NOT NULL,
    city TEXT NOT NULL,
    postcode TEXT NOT NULL,
    country TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    head_title_vi TEXT NOT NULL,
    head_title_en TEXT NOT NULL,
    registration_number TEXT,
    designation_number TEXT,
    utc_offset_minutes BIGINT NOT NULL,
    is_sample BIGINT NOT NULL CHECK (is_sample IN (0, 1)),
    created_at TEXT NOT NULL
);

CREATE TABLE body_setting (
    body_id BIGINT NOT NULL REFERENCES body (id),
    name TEXT {ordered} NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (body_id, name)
);

-- accounts: one person, one account, for the whole installation; what it may do stands per body in role_grant

CREATE TABLE account (
    id {identity},
    login TEXT {ordered} NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title_vi TEXT NOT NULL,
    title_en TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    password_changed_at TEXT NOT NULL,
    must_change_password BIGINT NOT NULL CHECK (must_change_password IN (0, 1)),
    identity_confirmed BIGINT NOT NULL CHECK (identity_confirmed IN (0, 1)),
    failures BIGINT NOT NULL,
    last_failure_at TEXT,
    totp_secret {bytes},
    totp_confirmed_at TEXT,
    totp_last_step BIGINT,
    disabled_at TEXT,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    account_id BIGINT NOT NULL REFERENCES account (id),
    code_hash TEXT {ordered} NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE session (
    token_hash TEXT {ordered} NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    body_id BIGINT NOT NULL REFERENCES body (id),
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    confirmed_at TEXT,
    second_factor BIGINT NOT NULL CHECK (second_factor IN (0, 1)),
    device TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX session_of_account ON session (account_id);

CREATE TABLE access_token (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    token_hash TEXT {ordered} NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    revoked_at TEXT,
    last_used_at TEXT
);

CREATE TABLE password_reset (
    id {identity},
    account_id BIGINT NOT NULL REFERENCES account (id),
    requested_by BIGINT REFERENCES account (id),
    requested_at TEXT NOT NULL,
    remove_second_factor BIGINT NOT NULL CHECK (remove_second_factor IN (0, 1)),
    reason TEXT NOT NULL,
    confirmed_by BIGINT REFERENCES account (id),
    confirmed_at TEXT,
    cancelled_at TEXT
);
CREATE UNIQUE INDEX password_reset_open ON password_reset (account_id) WHERE confirmed_at IS NULL AND cancelled_at IS NULL;

CREATE TABLE role_grant (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    role TEXT {ordered} NOT NULL,
    granted_by BIGINT REFERENCES account (id),
    granted_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE UNIQUE INDEX role_grant_live ON role_grant (body_id, account_id, role) WHERE ended_at IS NULL;

CREATE TABLE authorisation (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    activity TEXT {ordered} NOT NULL,
    procedure_code TEXT {ordered} NOT NULL,
    valid_from TEXT {ordered} NOT NULL,
    valid_to TEXT {ordered},
    granted_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    ended_at TEXT,
    ended_reason TEXT
);
CREATE INDEX authorisation_of_account ON authorisation (body_id, account_id);

-- organisations: customers, makers, other laboratories, authorities

CREATE TABLE organisation (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    roles TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_folded TEXT {ordered} NOT NULL,
    search_folded TEXT {ordered} NOT NULL,
    address TEXT NOT NULL,
    address_en TEXT NOT NULL,
    country TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    successor_id BIGINT,
    import_batch_id BIGINT,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, successor_id) REFERENCES organisation (body_id, id)
);
CREATE INDEX organisation_by_name ON organisation (body_id, name_folded, id);

CREATE TABLE conflict_of_interest (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    organisation_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    valid_from TEXT {ordered} NOT NULL,
    valid_to TEXT {ordered},
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (body_id, organisation_id) REFERENCES organisation (body_id, id)
);

-- document bytes: SQLite keeps them in a folder beside the database, PostgreSQL in document_bytes

CREATE TABLE document (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    sha256 TEXT {ordered} NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (body_id, id)
);
CREATE INDEX document_by_hash ON document (sha256);

CREATE TABLE document_bytes (
    sha256 TEXT {ordered} NOT NULL PRIMARY KEY,
    bytes {bytes} NOT NULL
);

-- bringing in registers: rows carry their batch; no query shows them until the batch is accepted

CREATE TABLE import_batch (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    kind TEXT NOT NULL CHECK (kind IN ('instruments', 'certificates')),
    file_name TEXT NOT NULL,
    file_sha256 TEXT {ordered} NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('writing', 'accepted', 'taken_back', 'abandoned')),
    rows_total BIGINT NOT NULL,
    rows_added BIGINT NOT NULL,
    rows_known BIGINT NOT NULL,
    rows_sha256 TEXT NOT NULL,
    settled BIGINT NOT NULL CHECK (settled IN (0, 1)),
    started_by BIGINT REFERENCES account (id),
    started_at TEXT NOT NULL,
    accepted_at TEXT,
    taken_back_at TEXT,
    UNIQUE (body_id, id)
);

-- what each imported row was when it came in: the batch stands in the trail by the hash of these, so that a million rows need
-- no event each; a row changed later has events of its own
CREATE TABLE import_row (
    body_id BIGINT NOT NULL,
    import_batch_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    subject TEXT {ordered} NOT NULL,
    subject_id BIGINT NOT NULL,
    record_sha256 TEXT NOT NULL,
    PRIMARY KEY (body_id, import_batch_id, line),
    UNIQUE (body_id, subject, subject_id),
    FOREIGN KEY (body_id, import_batch_id) REFERENCES import_batch (body_id, id)
);

-- equipment: one table for every device

-- names, maker and model of a device as one folded text, once for all devices that share it: where a search by words looks
CREATE TABLE instrument_type (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    words TEXT {ordered} NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, words)
);

-- standing and due_on follow from the newest certificate and what happened to it (due_dates.h); due_on: its last day, the day
-- it ended early, or empty
CREATE TABLE instrument (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    quantity TEXT {ordered} NOT NULL,
    maker TEXT NOT NULL,
    maker_country TEXT NOT NULL,
    model TEXT NOT NULL,
    serial TEXT NOT NULL,
    serial_folded TEXT {ordered} NOT NULL,
    name_folded TEXT {ordered} NOT NULL,
    type_id BIGINT NOT NULL,
    inventory_number TEXT NOT NULL,
    inventory_folded TEXT {ordered},
    made_in_year TEXT NOT NULL,
    range_low TEXT,
    range_high TEXT,
    unit TEXT NOT NULL,
    resolution TEXT,
    verification_interval TEXT,
    accuracy_class TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    place_of_use TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('group_1', 'group_2', 'own_standard')),
    standing TEXT {ordered} NOT NULL CHECK (standing IN ('none', 'dated', 'ended', 'suspended', 'revoked')),
    due_on TEXT {ordered} NOT NULL,
    import_batch_id BIGINT,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, type_id) REFERENCES instrument_type (body_id, id),
    FOREIGN KEY (body_id, owner_id) REFERENCES organisation (body_id, id),
    FOREIGN KEY (body_id, import_batch_id) REFERENCES import_batch (body_id, id)
);
CREATE INDEX instrument_by_serial ON instrument (body_id, serial_folded, id);
CREATE INDEX instrument_by_inventory ON instrument (body_id, inventory_folded, id) WHERE inventory_folded IS NOT NULL;
CREATE INDEX instrument_by_name ON instrument (body_id, name_folded, id);
CREATE INDEX instrument_by_owner ON instrument (body_id, owner_id, id);
CREATE INDEX instrument_by_type ON instrument (body_id, type_id, id);
CREATE INDEX instrument_by_quantity ON instrument (body_id, quantity, id);
CREATE INDEX instrument_by_due_date ON instrument (body_id, due_on, id);
CREATE INDEX instrument_by_standing ON instrument (body_id, standing, due_on, id);
CREATE INDEX instrument_by_import ON instrument (body_id, import_batch_id);

CREATE TABLE instrument_range (
    body_id BIGINT NOT NULL,
    instrument_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    quantity TEXT NOT NULL,
    low TEXT,
    high TEXT,
    unit TEXT NOT NULL,
    resolution TEXT,
    verification_interval TEXT,
    accuracy_class TEXT NOT NULL,
    PRIMARY KEY (body_id, instrument_id, line),
    FOREIGN KEY (body_id, instrument_id) REFERENCES instrument (body_id, id)
);

CREATE TABLE instrument_purpose (
    id {identity},
    body_id BIGINT NOT NULL,
    instrument_id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    valid_from TEXT {ordered} NOT NULL,
    source TEXT NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (body_id, instrument_id) REFERENCES instrument (body_id, id)
);
CREATE INDEX instrument_purpose_of_instrument ON instrument_purpose (body_id, instrument_id, id);

-- what ends the validity that a verification gave, whether a certificate of it was issued already or not
CREATE TABLE instrument_event (
    id {identity},
    body_id BIGINT NOT NULL,
    instrument_id BIGINT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('repair', 'alteration', 'damaged_seal', 'lost_evidence')),
    effective_on TEXT {ordered} NOT NULL,
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT {ordered} NOT NULL,
    FOREIGN KEY (body_id, instrument_id) REFERENCES instrument (body_id, id)
);
CREATE INDEX instrument_event_of_instrument ON instrument_event (body_id, instrument_id, id);

CREATE TABLE measurement_standard (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    code TEXT {ordered} NOT NULL,
    instrument_id BIGINT,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('national', 'reference', 'working')),
    quantity TEXT {ordered} NOT NULL,
    range_low TEXT,
    range_high TEXT,
    unit TEXT NOT NULL,
    maker TEXT NOT NULL,
    model TEXT NOT NULL,
    serial TEXT NOT NULL,
    holder_id BIGINT,
    place TEXT NOT NULL,
    interval_months BIGINT,
    drift_limit TEXT,
    accuracy_class TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('to_accept', 'in_service', 'out_of_service', 'on_loan')),
    state_reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, code),
    FOREIGN KEY (body_id, instrument_id) REFERENCES instrument (body_id, id),
    FOREIGN KEY (body_id, holder_id) REFERENCES organisation (body_id, id)
);

-- further quantities of one device: the amperes and ohms of a calibrator
CREATE TABLE measurement_standard_range (
    body_id BIGINT NOT NULL,
    standard_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    quantity TEXT NOT NULL,
    low TEXT,
    high TEXT,
    unit TEXT NOT NULL,
    drift_limit TEXT,
    PRIMARY KEY (body_id, standard_id, line),
    UNIQUE (body_id, standard_id, quantity),
    FOREIGN KEY (body_id, standard_id) REFERENCES measurement_standard (body_id, id)
);

CREATE TABLE standard_event (
    id {identity},
    body_id BIGINT NOT NULL,
    standard_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('accepted', 'out_of_service', 'returned_to_service', 'lent', 'returned')),
    happened_on TEXT {ordered} NOT NULL,
    reason TEXT NOT NULL,
    to_whom TEXT NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (body_id, standard_id) REFERENCES measurement_standard (body_id, id)
);
CREATE INDEX standard_event_of_standard ON standard_event (body_id, standard_id, id);

-- reference materials: a lot, what its certificate says (a newer record takes the place of an earlier one), its bottles
CREATE TABLE material_lot (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    code TEXT {ordered} NOT NULL,
    lot TEXT {ordered} NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, code, lot)
);

CREATE TABLE reference_material (
    id {identity},
    body_id BIGINT NOT NULL,
    lot_id BIGINT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    producer_id BIGINT NOT NULL,
    certified BIGINT NOT NULL CHECK (certified IN (0, 1)),
    certificate_number TEXT NOT NULL,
    issued_on TEXT {ordered} NOT NULL,
    valid_to TEXT {ordered},
    expires_on TEXT {ordered} NOT NULL,
    days_after_opening BIGINT,
    minimum_amount TEXT NOT NULL,
    amount_unit TEXT NOT NULL,
    storage TEXT NOT NULL,
    traceable_to TEXT NOT NULL,
    homogeneity_in_u BIGINT NOT NULL CHECK (homogeneity_in_u IN (0, 1)),
    stability_in_u BIGINT NOT NULL CHECK (stability_in_u IN (0, 1)),
    document_id BIGINT,
    replaces_id BIGINT,
    reason TEXT NOT NULL,
    accepted_by BIGINT NOT NULL REFERENCES account (id),
    accepted_at TEXT NOT NULL,
    accepted_on TEXT {ordered} NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, replaces_id),
    FOREIGN KEY (body_id, lot_id) REFERENCES material_lot (body_id, id),
    FOREIGN KEY (body_id, producer_id) REFERENCES organisation (body_id, id),
    FOREIGN KEY (body_id, document_id) REFERENCES document (body_id, id),
    FOREIGN KEY (body_id, replaces_id) REFERENCES reference_material (body_id, id)
);
CREATE INDEX reference_material_of_lot ON reference_material (body_id, lot_id, id);

CREATE TABLE material_value (
    body_id BIGINT NOT NULL,
    material_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    quantity TEXT NOT NULL,
    argument TEXT,
    argument_unit TEXT NOT NULL,
    figure TEXT NOT NULL,
    expanded_uncertainty TEXT,
    coverage_factor TEXT,
    unit TEXT NOT NULL,
    interpolation TEXT,
    PRIMARY KEY (body_id, material_id, line),
    FOREIGN KEY (body_id, material_id) REFERENCES reference_material (body_id, id)
);

-- what the lot adds where the certificate's U does not contain it
CREATE TABLE material_contribution (
    body_id BIGINT NOT NULL,
    material_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('homogeneity', 'stability')),
    quantity TEXT NOT NULL,
    standard_uncertainty TEXT NOT NULL,
    unit TEXT NOT NULL,
    taken_from TEXT NOT NULL,
    PRIMARY KEY (body_id, material_id, line),
    FOREIGN KEY (body_id, material_id) REFERENCES reference_material (body_id, id)
);

CREATE TABLE material_bottle (
    id {identity},
    body_id BIGINT NOT NULL,
    lot_id BIGINT NOT NULL,
    number TEXT {ordered} NOT NULL,
    received_on TEXT NOT NULL,
    opened_on TEXT,
    ended_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('sealed', 'open', 'used_up', 'disposed')),
    stock TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, lot_id, number),
    FOREIGN KEY (body_id, lot_id) REFERENCES material_lot (body_id, id)
);

CREATE TABLE standard_certificate (
    id {identity},
    body_id BIGINT NOT NULL,
    standard_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    issuer_id BIGINT,
    own_certificate_id BIGINT,
    calibrated_on TEXT {ordered} NOT NULL,
    issued_on TEXT {ordered} NOT NULL,
    due_on TEXT {ordered} NOT NULL,
    due_reason TEXT NOT NULL,
    traceable_to TEXT NOT NULL,
    unique_id TEXT NOT NULL,
    dcc_digest TEXT NOT NULL,
    document_id BIGINT,
    accepted_by BIGINT NOT NULL REFERENCES account (id),
    accepted_at TEXT NOT NULL,
    accepted_on TEXT {ordered} NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, standard_id) REFERENCES measurement_standard (body_id, id),
    FOREIGN KEY (body_id, issuer_id) REFERENCES organisation (body_id, id),
    FOREIGN KEY (body_id, document_id) REFERENCES document (body_id, id)
);
CREATE INDEX standard_certificate_of_standard ON standard_certificate (body_id, standard_id, calibrated_on, id);

-- an authority's decision that a standard may be used directly for verification
CREATE TABLE standard_certification (
    id {identity},
    body_id BIGINT NOT NULL,
    standard_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    issuer_id BIGINT NOT NULL,
    issued_on TEXT {ordered} NOT NULL,
    valid_until TEXT {ordered},
    remark TEXT NOT NULL,
    document_id BIGINT,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (body_id, standard_id) REFERENCES measurement_standard (body_id, id),
    FOREIGN KEY (body_id, issuer_id) REFERENCES organisation (body_id, id),
    FOREIGN KEY (body_id, document_id) REFERENCES document (body_id, id)
);
CREATE INDEX standard_certification_of_standard ON standard_certification (body_id, standard_id, id);

CREATE TABLE standard_certificate_value (
    body_id BIGINT NOT NULL,
    standard_certificate_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    quantity TEXT NOT NULL,
    nominal TEXT,
    meaning TEXT NOT NULL CHECK (meaning IN ('value', 'error', 'correction')),
    figure TEXT NOT NULL,
    expanded_uncertainty TEXT NOT NULL,
    coverage_factor TEXT NOT NULL,
    degrees_of_freedom DOUBLE PRECISION,
    unit TEXT NOT NULL,
    nominal_unit TEXT NOT NULL,
    interpolation TEXT,
    PRIMARY KEY (body_id, standard_certificate_id, line),
    FOREIGN KEY (body_id, standard_certificate_id) REFERENCES standard_certificate (body_id, id)
);

CREATE TABLE standard_certificate_formula (
    body_id BIGINT NOT NULL,
    standard_certificate_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    quantity TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('polynomial', 'callendar_van_dusen')),
    meaning TEXT NOT NULL CHECK (meaning IN ('value', 'error', 'correction')),
    coefficients TEXT NOT NULL,
    low TEXT NOT NULL,
    high TEXT NOT NULL,
    argument_unit TEXT NOT NULL,
    expanded_uncertainty TEXT NOT NULL,
    coverage_factor TEXT NOT NULL,
    degrees_of_freedom DOUBLE PRECISION,
    unit TEXT NOT NULL,
    PRIMARY KEY (body_id, standard_certificate_id, line),
    FOREIGN KEY (body_id, standard_certificate_id) REFERENCES standard_certificate (body_id, id)
);

-- the links upwards that a certificate states: standards of this register, or a reference named in words
CREATE TABLE standard_certificate_source (
    body_id BIGINT NOT NULL,
    standard_certificate_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    standard_id BIGINT,
    source_certificate_id BIGINT,
    stated_reference TEXT NOT NULL,
    PRIMARY KEY (body_id, standard_certificate_id, line),
    FOREIGN KEY (body_id, standard_certificate_id) REFERENCES standard_certificate (body_id, id),
    FOREIGN KEY (body_id, standard_id) REFERENCES measurement_standard (body_id, id),
    FOREIGN KEY (body_id, source_certificate_id) REFERENCES standard_certificate (body_id, id)
);

-- procedures: content never changes; what changes is who verified, approved, withdrew it

CREATE TABLE procedure_version (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    code TEXT {ordered} NOT NULL,
    version TEXT {ordered} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('calibration', 'verification', 'testing')),
    title_vi TEXT NOT NULL,
    title_en TEXT NOT NULL,
    sha256 TEXT {ordered} NOT NULL,
    content TEXT NOT NULL,
    loaded_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, code, version)
);

CREATE TABLE procedure_event (
    id {identity},
    body_id BIGINT NOT NULL,
    procedure_version_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('verified', 'approved', 'withdrawn')),
    effective_on TEXT {ordered} NOT NULL,
    remark TEXT NOT NULL,
    document_id BIGINT,
    first_order_reason TEXT NOT NULL,
    first_order_engine TEXT NOT NULL,
    first_order_generator TEXT NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, procedure_version_id) REFERENCES procedure_version (body_id, id),
    FOREIGN KEY (body_id, document_id) REFERENCES document (body_id, id)
);
CREATE INDEX procedure_event_of_version ON procedure_event (body_id, procedure_version_id, id);

-- what simulation said of first order at the points of the worked examples, when the version was approved (JCGM 101, 8)
CREATE TABLE procedure_first_order (
    body_id BIGINT NOT NULL,
    procedure_event_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    example TEXT NOT NULL,
    point TEXT NOT NULL,
    stage TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('validated', 'not_validated', 'undecided')),
    encloses BIGINT NOT NULL CHECK (encloses IN (0, 1)),
    tolerance DOUBLE PRECISION NOT NULL,
    difference_low DOUBLE PRECISION NOT NULL,
    difference_high DOUBLE PRECISION NOT NULL,
    unit TEXT NOT NULL,
    trials BIGINT NOT NULL,
    seed BIGINT NOT NULL,
    PRIMARY KEY (body_id, procedure_event_id, line),
    FOREIGN KEY (body_id, procedure_event_id) REFERENCES procedure_event (body_id, id)
);

-- orders and items

CREATE TABLE number_sequence (
    body_id BIGINT NOT NULL REFERENCES body (id),
    kind TEXT {ordered} NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (body_id, kind, year)
);

CREATE TABLE customer_order (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    number TEXT {ordered} NOT NULL,
    customer_id BIGINT NOT NULL,
    contact TEXT NOT NULL,
    received_on TEXT {ordered} NOT NULL,
    received_by BIGINT NOT NULL REFERENCES account (id),
    promised_on TEXT {ordered} NOT NULL,
    brought_by TEXT NOT NULL,
    remark TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, number),
    FOREIGN KEY (body_id, customer_id) REFERENCES organisation (body_id, id)
);
CREATE INDEX customer_order_of_customer ON customer_order (body_id, customer_id, id);

CREATE TABLE order_item (
    id {identity},
    body_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    code TEXT {ordered} NOT NULL,
    instrument_id BIGINT NOT NULL,
    condition_text TEXT NOT NULL,
    accessories TEXT NOT NULL,
    photo_id BIGINT,
    handed_back_at TEXT,
    handed_back_to TEXT,
    handed_back_by BIGINT REFERENCES account (id),
    version BIGINT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, code),
    UNIQUE (body_id, order_id, line),
    FOREIGN KEY (body_id, order_id) REFERENCES customer_order (body_id, id),
    FOREIGN KEY (body_id, instrument_id) REFERENCES instrument (body_id, id),
    FOREIGN KEY (body_id, photo_id) REFERENCES document (body_id, id)
);
CREATE INDEX order_item_of_instrument ON order_item (body_id, instrument_id, id);
CREATE INDEX order_item_here ON order_item (body_id, id) WHERE handed_back_at IS NULL;

-- jobs: one item, one kind of work

CREATE TABLE job (
    id {identity},
    body_id BIGINT NOT NULL,
    number TEXT {ordered} NOT NULL,
    order_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    instrument_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('calibration', 'verification', 'testing')),
    mode TEXT NOT NULL CHECK (mode IN ('none', 'initial', 'periodic', 'after_repair', 'in_service')),
    procedure_version_id BIGINT,
    state TEXT {ordered} NOT NULL CHECK (state IN ('received', 'in_work', 'held', 'to_review', 'to_issue', 'finished',
                                                   'cancelled', 'returned_unfinished')),
    is_partial BIGINT NOT NULL CHECK (is_partial IN (0, 1)),
    state_reason TEXT NOT NULL,
    place_of_work TEXT NOT NULL CHECK (place_of_work IN ('laboratory', 'customer', 'mobile')),
    place_detail TEXT NOT NULL,
    technician_id BIGINT REFERENCES account (id),
    promised_on TEXT {ordered} NOT NULL,
    first_reading_at TEXT,
    last_reading_at TEXT,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, number),
    FOREIGN KEY (body_id, order_id) REFERENCES customer_order (body_id, id),
    FOREIGN KEY (body_id, item_id) REFERENCES order_item (body_id, id),
    FOREIGN KEY (body_id, instrument_id) REFERENCES instrument (body_id, id),
    FOREIGN KEY (body_id, procedure_version_id) REFERENCES procedure_version (body_id, id)
);
CREATE INDEX job_by_state ON job (body_id, state, id);
CREATE INDEX job_open ON job (body_id, id) WHERE state IN ('received', 'in_work', 'held', 'to_review', 'to_issue');
CREATE INDEX job_of_technician ON job (body_id, technician_id, id) WHERE technician_id IS NOT NULL;
CREATE INDEX job_of_item ON job (body_id, item_id, id);
CREATE INDEX job_of_instrument ON job (body_id, instrument_id, id);
CREATE INDEX job_of_order ON job (body_id, order_id, id);

-- what was agreed with the customer; a change is a new row, the newest one holds
CREATE TABLE contract_review (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    method_fits BIGINT NOT NULL CHECK (method_fits IN (0, 1)),
    capable BIGINT NOT NULL CHECK (capable IN (0, 1)),
    points TEXT NOT NULL,
    conformity_asked BIGINT NOT NULL CHECK (conformity_asked IN (0, 1)),
    decision_rule TEXT NOT NULL,
    rule_number TEXT,
    validity_asked BIGINT NOT NULL CHECK (validity_asked IN (0, 1)),
    validity_months BIGINT,
    external_provider TEXT NOT NULL,
    agreed_with TEXT NOT NULL,
    agreed_on TEXT NOT NULL,
    remark TEXT NOT NULL,
    reviewed_by BIGINT NOT NULL REFERENCES account (id),
    reviewed_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX contract_review_of_job ON contract_review (body_id, job_id, id);

-- what was agreed for one quantity of the item: the sum of terms, two limits or one, or a table of permissible errors with what
-- answers for its arguments ("e=resolution t=20")
CREATE TABLE agreed_limits (
    body_id BIGINT NOT NULL,
    contract_review_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    function_name TEXT NOT NULL,
    specification TEXT NOT NULL,
    percent_of_value TEXT,
    percent_of_span TEXT,
    absolute TEXT,
    digits TEXT,
    limit_low TEXT,
    limit_high TEXT,
    unit TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('both', 'upper', 'lower')),
    mpe_table TEXT NOT NULL,
    accuracy_class TEXT NOT NULL,
    mode TEXT NOT NULL,
    arguments TEXT NOT NULL,
    options TEXT NOT NULL,
    PRIMARY KEY (body_id, contract_review_id, line),
    FOREIGN KEY (body_id, contract_review_id) REFERENCES contract_review (body_id, id)
);

-- the item as the work found it in the register: a later correction there changes no figure of this job until somebody takes it
-- over; the newest row of a job holds
CREATE TABLE job_item (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    maker TEXT NOT NULL,
    maker_country TEXT NOT NULL,
    model TEXT NOT NULL,
    serial TEXT NOT NULL,
    inventory_number TEXT NOT NULL,
    made_in_year TEXT NOT NULL,
    range_low TEXT,
    range_high TEXT,
    unit TEXT NOT NULL,
    resolution TEXT,
    verification_interval TEXT,
    accuracy_class TEXT NOT NULL,
    taken_by BIGINT NOT NULL REFERENCES account (id),
    taken_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX job_item_of_job ON job_item (body_id, job_id, id);

CREATE TABLE bottle_event (
    id {identity},
    body_id BIGINT NOT NULL,
    bottle_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'used', 'used_up', 'disposed')),
    happened_on TEXT {ordered} NOT NULL,
    amount TEXT,
    job_id BIGINT,
    reason TEXT NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    CHECK ((kind = 'used') = (amount IS NOT NULL) AND (kind = 'used') = (job_id IS NOT NULL)),
    FOREIGN KEY (body_id, bottle_id) REFERENCES material_bottle (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX bottle_event_of_bottle ON bottle_event (body_id, bottle_id, id);
CREATE INDEX bottle_event_of_job ON bottle_event (body_id, job_id, id);

CREATE TABLE job_item_range (
    body_id BIGINT NOT NULL,
    job_item_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    quantity TEXT NOT NULL,
    low TEXT,
    high TEXT,
    unit TEXT NOT NULL,
    resolution TEXT,
    verification_interval TEXT,
    accuracy_class TEXT NOT NULL,
    PRIMARY KEY (body_id, job_item_id, line),
    FOREIGN KEY (body_id, job_item_id) REFERENCES job_item (body_id, id)
);

-- a standard in its role, with what the evaluation reads of it beside the certificate, or a bottle with the record of its
-- lot; the newest row of a role holds
CREATE TABLE job_standard (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    role TEXT {ordered} NOT NULL,
    standard_id BIGINT,
    standard_certificate_id BIGINT,
    bottle_id BIGINT,
    material_id BIGINT,
    code TEXT NOT NULL,
    range_low TEXT,
    range_high TEXT,
    unit TEXT NOT NULL,
    drift_limit TEXT,
    accuracy_class TEXT NOT NULL,
    reason TEXT NOT NULL,
    chosen_by BIGINT NOT NULL REFERENCES account (id),
    chosen_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id),
    FOREIGN KEY (body_id, standard_id) REFERENCES measurement_standard (body_id, id),
    FOREIGN KEY (body_id, standard_certificate_id) REFERENCES standard_certificate (body_id, id),
    FOREIGN KEY (body_id, bottle_id) REFERENCES material_bottle (body_id, id),
    FOREIGN KEY (body_id, material_id) REFERENCES reference_material (body_id, id),
    CHECK ((standard_id IS NULL) <> (bottle_id IS NULL)),
    CHECK ((standard_certificate_id IS NULL) = (standard_id IS NULL)),
    CHECK (NOT ((material_id IS NULL) <> (bottle_id IS NULL)))
);
CREATE INDEX job_standard_of_job ON job_standard (body_id, job_id, id);
CREATE INDEX job_standard_of_standard ON job_standard (body_id, standard_id, job_id);
CREATE INDEX job_standard_of_bottle ON job_standard (body_id, bottle_id, job_id);

-- jobs measured together share the readings of the standards and of the environment
CREATE TABLE bench (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    name TEXT NOT NULL,
    procedure_version_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('calibration', 'verification', 'testing')),
    mode TEXT NOT NULL,
    opened_by BIGINT NOT NULL REFERENCES account (id),
    opened_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, procedure_version_id) REFERENCES procedure_version (body_id, id)
);

-- a job at its place. What is shared counts for it as it comes; from its signature on, or when it leaves, only as far as the last
-- reading, mark and environment reading that stood then (0: none stood)
CREATE TABLE bench_item (
    id {identity},
    body_id BIGINT NOT NULL,
    bench_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    until_reading BIGINT,
    until_mark BIGINT,
    until_environment BIGINT,
    left_at TEXT,
    left_by BIGINT REFERENCES account (id),
    left_reason TEXT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, bench_id, position),
    UNIQUE (body_id, bench_id, job_id),
    CHECK (until_reading IS NULL OR (until_mark IS NOT NULL AND until_environment IS NOT NULL)),
    CHECK (left_at IS NULL OR (left_by IS NOT NULL AND until_reading IS NOT NULL)),
    FOREIGN KEY (body_id, bench_id) REFERENCES bench (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX bench_item_of_job ON bench_item (body_id, job_id);
-- a job is measured at one bench at a time
CREATE UNIQUE INDEX bench_item_once ON bench_item (body_id, job_id) WHERE left_at IS NULL;

-- of a job, or of a bench: then its readings are those of the standards, shared by the items
CREATE TABLE run (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT,
    stage TEXT NOT NULL CHECK (stage IN ('as_found', 'as_left')),
    bench_id BIGINT,
    started_by BIGINT NOT NULL REFERENCES account (id),
    started_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, job_id, stage),
    UNIQUE (body_id, bench_id, stage),
    CHECK ((job_id IS NULL) <> (bench_id IS NULL)),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id),
    FOREIGN KEY (body_id, bench_id) REFERENCES bench (body_id, id)
);

-- adjusted or not is said in words; the newest row of a job holds
CREATE TABLE adjustment (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    choice TEXT NOT NULL CHECK (choice IN ('not_adjusted', 'adjusted', 'as_found_not_applicable')),
    reason TEXT NOT NULL,
    done_by TEXT NOT NULL,
    consent TEXT NOT NULL,
    seals TEXT NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX adjustment_of_job ON adjustment (body_id, job_id, id);

CREATE TABLE reading (
    id {identity},
    body_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    point TEXT {ordered} NOT NULL,
    channel TEXT {ordered} NOT NULL,
    repeat_number BIGINT NOT NULL,
    indication TEXT NOT NULL,
    entry_key TEXT {ordered} NOT NULL,
    measured_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES account (id),
    transcribed_from BIGINT,
    late_reason TEXT,
    UNIQUE (body_id, id),
    UNIQUE (body_id, entry_key),
    CHECK (transcribed_from IS NULL OR late_reason IS NOT NULL),
    FOREIGN KEY (body_id, run_id) REFERENCES run (body_id, id),
    FOREIGN KEY (body_id, transcribed_from) REFERENCES document (body_id, id)
);
CREATE INDEX reading_of_run ON reading (body_id, run_id, id);

-- three different acts on a reading: slip of the pen, measured again, outlier; the reading itself stays. A reading made with a
-- standard that another one took the place of is marked too: it was measured, and has to be measured again. With a job: a shared
-- reading, marked for this job alone after it left the bench
CREATE TABLE reading_mark (
    id {identity},
    body_id BIGINT NOT NULL,
    reading_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('slip', 'measured_again', 'outlier', 'standard_changed', 'transcription_checked')),
    reason TEXT NOT NULL,
    replaced_by BIGINT,
    job_id BIGINT,
    marked_by BIGINT NOT NULL REFERENCES account (id),
    marked_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, reading_id) REFERENCES reading (body_id, id),
    FOREIGN KEY (body_id, replaced_by) REFERENCES reading (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE UNIQUE INDEX reading_mark_once ON reading_mark (body_id, reading_id, kind, COALESCE(job_id, 0));

CREATE TABLE reading_standard (
    body_id BIGINT NOT NULL,
    reading_id BIGINT NOT NULL,
    job_standard_id BIGINT NOT NULL,
    PRIMARY KEY (body_id, reading_id, job_standard_id),
    FOREIGN KEY (body_id, reading_id) REFERENCES reading (body_id, id),
    FOREIGN KEY (body_id, job_standard_id) REFERENCES job_standard (body_id, id)
);
CREATE INDEX reading_standard_of_job ON reading_standard (body_id, job_standard_id);

-- answers to yes/no operations of the procedure; the newest row of an operation holds
CREATE TABLE check_answer (
    id {identity},
    body_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    operation TEXT {ordered} NOT NULL,
    passed BIGINT NOT NULL CHECK (passed IN (0, 1)),
    remark TEXT NOT NULL,
    entry_key TEXT {ordered} NOT NULL,
    answered_by BIGINT NOT NULL REFERENCES account (id),
    answered_at TEXT NOT NULL,
    transcribed_from BIGINT,
    late_reason TEXT,
    UNIQUE (body_id, id),
    UNIQUE (body_id, entry_key),
    CHECK (transcribed_from IS NULL OR late_reason IS NOT NULL),
    FOREIGN KEY (body_id, run_id) REFERENCES run (body_id, id),
    FOREIGN KEY (body_id, transcribed_from) REFERENCES document (body_id, id)
);
CREATE INDEX check_answer_of_run ON check_answer (body_id, run_id, id);

CREATE TABLE environment_reading (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT,
    bench_id BIGINT,
    moment TEXT NOT NULL CHECK (moment IN ('start', 'end')),
    quantity TEXT {ordered} NOT NULL,
    indication TEXT NOT NULL,
    corrected TEXT NOT NULL,
    unit TEXT NOT NULL,
    sensor_id BIGINT NOT NULL,
    sensor_certificate_id BIGINT NOT NULL,
    entry_key TEXT {ordered} NOT NULL,
    measured_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES account (id),
    transcribed_from BIGINT,
    late_reason TEXT,
    UNIQUE (body_id, id),
    UNIQUE (body_id, entry_key),
    CHECK ((job_id IS NULL) <> (bench_id IS NULL)),
    CHECK (transcribed_from IS NULL OR late_reason IS NOT NULL),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id),
    FOREIGN KEY (body_id, bench_id) REFERENCES bench (body_id, id),
    FOREIGN KEY (body_id, transcribed_from) REFERENCES document (body_id, id),
    FOREIGN KEY (body_id, sensor_id) REFERENCES measurement_standard (body_id, id),
    FOREIGN KEY (body_id, sensor_certificate_id) REFERENCES standard_certificate (body_id, id)
);
CREATE INDEX environment_reading_of_job ON environment_reading (body_id, job_id, id);
CREATE INDEX environment_reading_of_bench ON environment_reading (body_id, bench_id, id);

-- another person compared what was copied from paper with it: a value of the room, or an answer; a reading has its mark
CREATE TABLE transcription_check (
    id {identity},
    body_id BIGINT NOT NULL,
    environment_reading_id BIGINT,
    check_answer_id BIGINT,
    checked_by BIGINT NOT NULL REFERENCES account (id),
    checked_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    UNIQUE (body_id, environment_reading_id),
    UNIQUE (body_id, check_answer_id),
    CHECK ((environment_reading_id IS NULL) <> (check_answer_id IS NULL)),
    FOREIGN KEY (body_id, environment_reading_id) REFERENCES environment_reading (body_id, id),
    FOREIGN KEY (body_id, check_answer_id) REFERENCES check_answer (body_id, id)
);

-- a held job goes on when an authorised person has judged what holds it
CREATE TABLE job_judgement (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    finding_code TEXT {ordered} NOT NULL,
    finding TEXT NOT NULL,
    judgement TEXT NOT NULL,
    effect TEXT NOT NULL,
    judged_by BIGINT NOT NULL REFERENCES account (id),
    judged_at TEXT NOT NULL,
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX job_judgement_of_job ON job_judgement (body_id, job_id, id);

-- points that could not be measured; the certificate names them
CREATE TABLE point_not_measured (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    point TEXT {ordered} NOT NULL,
    reason TEXT NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    UNIQUE (body_id, job_id, point),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);

-- performed, reviewed, approved, returned: electronic signatures bound to the content they speak of
CREATE TABLE signature (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    round BIGINT NOT NULL,
    meaning TEXT NOT NULL CHECK (meaning IN ('performed', 'reviewed', 'approved', 'returned')),
    account_id BIGINT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    title_vi TEXT NOT NULL,
    title_en TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    remark TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX signature_of_job ON signature (body_id, job_id, id);

-- the one evaluation, stored when the work is signed as performed
CREATE TABLE evaluation (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    engine_version TEXT NOT NULL,
    inputs_sha256 TEXT NOT NULL,
    verdict TEXT,
    made_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE INDEX evaluation_of_job ON evaluation (body_id, job_id, id);

CREATE TABLE result (
    id {identity},
    body_id BIGINT NOT NULL,
    evaluation_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    stage TEXT NOT NULL,
    point TEXT {ordered} NOT NULL,
    direction TEXT NOT NULL,
    nominal TEXT NOT NULL,
    unit TEXT NOT NULL,
    reference DOUBLE PRECISION NOT NULL,
    indication DOUBLE PRECISION NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    error DOUBLE PRECISION NOT NULL,
    standard_uncertainty DOUBLE PRECISION NOT NULL,
    degrees_of_freedom DOUBLE PRECISION,
    coverage_factor DOUBLE PRECISION NOT NULL,
    coverage_probability DOUBLE PRECISION NOT NULL,
    expanded_uncertainty DOUBLE PRECISION NOT NULL,
    coverage_reason TEXT NOT NULL,
    raised_to_cmc BIGINT NOT NULL,
    printed_reference TEXT NOT NULL,
    printed_indication TEXT NOT NULL,
    printed_value TEXT NOT NULL,
    printed_error TEXT NOT NULL,
    printed_uncertainty TEXT NOT NULL,
    printed_coverage_factor TEXT NOT NULL,
    printed_limit TEXT NOT NULL,
    limit_low DOUBLE PRECISION,
    limit_high DOUBLE PRECISION,
    verdict TEXT,
    conformance_probability DOUBLE PRECISION,
    generator TEXT,
    trials BIGINT,
    seed BIGINT,
    interval_low DOUBLE PRECISION,
    interval_high DOUBLE PRECISION,
    printed_interval_of TEXT CHECK (printed_interval_of IN ('value', 'error')),
    printed_low TEXT,
    printed_high TEXT,
    UNIQUE (body_id, id),
    UNIQUE (body_id, evaluation_id, line),
    FOREIGN KEY (body_id, evaluation_id) REFERENCES evaluation (body_id, id)
);

CREATE TABLE budget_line (
    body_id BIGINT NOT NULL,
    result_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    symbol TEXT NOT NULL,
    description_vi TEXT NOT NULL,
    description_en TEXT NOT NULL,
    estimate DOUBLE PRECISION NOT NULL,
    unit TEXT NOT NULL,
    distribution TEXT NOT NULL,
    standard_uncertainty DOUBLE PRECISION NOT NULL,
    degrees_of_freedom DOUBLE PRECISION,
    sensitivity DOUBLE PRECISION NOT NULL,
    contribution DOUBLE PRECISION NOT NULL,
    share DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (body_id, result_id, line),
    FOREIGN KEY (body_id, result_id) REFERENCES result (body_id, id)
);

-- what two inputs that are not independent add to the variance
CREATE TABLE budget_cross_term (
    body_id BIGINT NOT NULL,
    result_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    symbol_a TEXT NOT NULL,
    symbol_b TEXT NOT NULL,
    correlation DOUBLE PRECISION NOT NULL,
    contribution DOUBLE PRECISION NOT NULL,
    share DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (body_id, result_id, line),
    FOREIGN KEY (body_id, result_id) REFERENCES result (body_id, id)
);

CREATE TABLE operation_result (
    body_id BIGINT NOT NULL,
    evaluation_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    stage TEXT NOT NULL,
    operation TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'not_performed', 'open')),
    remark TEXT NOT NULL,
    PRIMARY KEY (body_id, evaluation_id, line),
    FOREIGN KEY (body_id, evaluation_id) REFERENCES evaluation (body_id, id)
);

-- issue: reserve, render, complete

CREATE TABLE issue_intent (
    id {identity},
    body_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('calibration', 'verification', 'testing', 'verification_record')),
    replaces_id BIGINT NOT NULL,
    number TEXT {ordered} NOT NULL,
    code TEXT {ordered} NOT NULL,
    unique_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    second_person BIGINT REFERENCES account (id),
    requested_by BIGINT NOT NULL REFERENCES account (id),
    reserved_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reserved', 'completed', 'void')),
    completed_at TEXT,
    UNIQUE (body_id, id),
    UNIQUE (body_id, number),
    UNIQUE (code),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id)
);
CREATE UNIQUE INDEX issue_intent_live ON issue_intent (body_id, job_id, kind, replaces_id) WHERE state <> 'void';

CREATE TABLE number_void (
    id {identity},
    body_id BIGINT NOT NULL,
    intent_id BIGINT NOT NULL,
    number TEXT {ordered} NOT NULL,
    reason TEXT NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES account (id),
    confirmed_by BIGINT NOT NULL REFERENCES account (id),
    voided_at TEXT NOT NULL,
    UNIQUE (body_id, number),
    FOREIGN KEY (body_id, intent_id) REFERENCES issue_intent (body_id, id)
);

CREATE TABLE certificate (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    number TEXT {ordered} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('calibration', 'verification', 'testing', 'verification_record')),
    origin TEXT NOT NULL CHECK (origin IN ('issued', 'imported')),
    code TEXT {ordered} UNIQUE,
    unique_id TEXT NOT NULL,
    job_id BIGINT,
    evaluation_id BIGINT,
    instrument_id BIGINT,
    replaces_id BIGINT,
    serial TEXT NOT NULL,
    serial_folded TEXT {ordered} NOT NULL,
    item_name_vi TEXT NOT NULL,
    item_name_en TEXT NOT NULL,
    maker TEXT NOT NULL,
    model TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    test_date TEXT {ordered} NOT NULL,
    issued_on TEXT {ordered} NOT NULL,
    valid_to TEXT {ordered},
    valid_to_policy TEXT NOT NULL,
    valid_to_basis TEXT NOT NULL CHECK (valid_to_basis IN ('', 'procedure', 'agreed', 'form')),
    conclusion TEXT NOT NULL CHECK (conclusion IN ('none', 'pass', 'fail', 'see_results')),
    stamp_number TEXT NOT NULL,
    source TEXT NOT NULL,
    is_sample BIGINT NOT NULL CHECK (is_sample IN (0, 1)),
    is_signed BIGINT NOT NULL CHECK (is_signed IN (0, 1)),
    pdf_document_id BIGINT,
    dcc_document_id BIGINT,
    import_batch_id BIGINT,
    recorded_at TEXT NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, job_id) REFERENCES job (body_id, id),
    FOREIGN KEY (body_id, evaluation_id) REFERENCES evaluation (body_id, id),
    FOREIGN KEY (body_id, instrument_id) REFERENCES instrument (body_id, id),
    FOREIGN KEY (body_id, replaces_id) REFERENCES certificate (body_id, id),
    FOREIGN KEY (body_id, pdf_document_id) REFERENCES document (body_id, id),
    FOREIGN KEY (body_id, dcc_document_id) REFERENCES document (body_id, id),
    FOREIGN KEY (body_id, import_batch_id) REFERENCES import_batch (body_id, id)
);
CREATE UNIQUE INDEX certificate_number ON certificate (body_id, number) WHERE origin = 'issued';
CREATE INDEX certificate_by_number ON certificate (body_id, number, id);
CREATE INDEX certificate_by_serial ON certificate (body_id, serial_folded, id);
CREATE INDEX certificate_of_instrument ON certificate (body_id, instrument_id, test_date, id);
CREATE INDEX certificate_of_job ON certificate (body_id, job_id, id);
CREATE INDEX certificate_by_issue ON certificate (body_id, issued_on, id);
CREATE INDEX certificate_by_kind ON certificate (body_id, kind, id);
CREATE INDEX certificate_by_last_day ON certificate (body_id, valid_to, id);
CREATE INDEX certificate_replacing ON certificate (body_id, replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX certificate_by_import ON certificate (body_id, import_batch_id, instrument_id) WHERE import_batch_id IS NOT NULL;

-- what happens to a certificate or to the validity it gave, effective on a day, recorded at a moment; asked_by is empty where an
-- import at the command line brought in a certificate that what was known of its instrument had ended
CREATE TABLE certificate_event (
    id {identity},
    body_id BIGINT NOT NULL,
    certificate_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('suspended', 'lifted', 'withdrawn', 'replaced', 'ended_early', 'reinstated', 'copied')),
    cause TEXT NOT NULL,
    effective_on TEXT {ordered} NOT NULL,
    reason TEXT NOT NULL,
    related_number TEXT NOT NULL,
    evidence TEXT NOT NULL,
    asked_by BIGINT REFERENCES account (id),
    confirmed_by BIGINT REFERENCES account (id),
    recorded_at TEXT {ordered} NOT NULL,
    UNIQUE (body_id, id),
    FOREIGN KEY (body_id, certificate_id) REFERENCES certificate (body_id, id)
);
CREATE INDEX certificate_event_of_certificate ON certificate_event (body_id, certificate_id, id);
CREATE INDEX certificate_event_by_kind ON certificate_event (body_id, kind, certificate_id, id);

-- the keys by which a body signs documents; their private halves are in files, never here
CREATE TABLE signing_key (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('authority', 'seal')),
    origin TEXT NOT NULL CHECK (origin IN ('own', 'imported')),
    key_id TEXT {ordered} NOT NULL,
    name TEXT NOT NULL,
    authority TEXT NOT NULL,
    certificates TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'compromised')),
    ended_at TEXT,
    ended_reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CHECK ((state = 'active') = (ended_at IS NULL)),
    UNIQUE (body_id, id),
    UNIQUE (body_id, key_id)
);
CREATE UNIQUE INDEX signing_key_active ON signing_key (body_id, purpose) WHERE state = 'active';

CREATE TABLE certificate_seal (
    body_id BIGINT NOT NULL,
    certificate_id BIGINT NOT NULL,
    signing_key_id BIGINT NOT NULL,
    dcc_digest TEXT {ordered},
    -- what the time stamp on its signature says; the stamp itself stands in the document
    stamped_at TEXT,
    stamp_authority TEXT CHECK ((stamp_authority IS NULL) = (stamped_at IS NULL)),
    PRIMARY KEY (body_id, certificate_id),
    FOREIGN KEY (body_id, certificate_id) REFERENCES certificate (body_id, id),
    FOREIGN KEY (body_id, signing_key_id) REFERENCES signing_key (body_id, id)
);
CREATE INDEX certificate_seal_by_digest ON certificate_seal (dcc_digest) WHERE dcc_digest IS NOT NULL;

-- an act that needs two persons waits here for the second one
CREATE TABLE pending_act (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    act TEXT NOT NULL CHECK (act IN ('withdraw', 'suspend', 'lift', 'replace', 'void_number')),
    subject_id BIGINT NOT NULL,
    effective_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES account (id),
    asked_at TEXT NOT NULL,
    decided_by BIGINT REFERENCES account (id),
    decided_at TEXT,
    outcome TEXT CHECK (outcome IN ('confirmed', 'refused', 'taken_back')),
    UNIQUE (body_id, id)
);
CREATE UNIQUE INDEX pending_act_open ON pending_act (body_id, act, subject_id) WHERE decided_at IS NULL;

-- the trail: one chain per body, body 0 for the shared rows

CREATE TABLE trail_event (
    body_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    recorded_at TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT {ordered} NOT NULL,
    subject TEXT {ordered} NOT NULL,
    subject_id BIGINT NOT NULL,
    record_sha256 TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (body_id, seq)
);
CREATE INDEX trail_event_of_subject ON trail_event (body_id, subject, subject_id, seq);

CREATE TABLE trail_change (
    body_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    line BIGINT NOT NULL,
    field TEXT NOT NULL,
    privacy TEXT NOT NULL CHECK (privacy IN ('public', 'personal')),
    old_value TEXT,
    new_value TEXT,
    salt TEXT,
    old_sha256 TEXT NOT NULL,
    new_sha256 TEXT NOT NULL,
    PRIMARY KEY (body_id, seq, line),
    FOREIGN KEY (body_id, seq) REFERENCES trail_event (body_id, seq)
);

CREATE TABLE tree_head (
    body_id BIGINT NOT NULL,
    size BIGINT NOT NULL,
    head_sha256 TEXT NOT NULL,
    highest_numbers TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    key_id TEXT NOT NULL,
    signature {bytes} NOT NULL,
    PRIMARY KEY (body_id, size)
);

-- work in the background, mail to send, answers already given

CREATE TABLE background_task (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    kind TEXT {ordered} NOT NULL,
    input TEXT NOT NULL,
    state TEXT {ordered} NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    progress BIGINT NOT NULL,
    total BIGINT NOT NULL,
    checkpoint TEXT NOT NULL,
    outcome TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    cancel_asked BIGINT NOT NULL CHECK (cancel_asked IN (0, 1)),
    lease_by TEXT,
    lease_until TEXT {ordered},
    started_by BIGINT NOT NULL REFERENCES account (id),
    created_at TEXT NOT NULL,
    ended_at TEXT,
    UNIQUE (body_id, id)
);
CREATE INDEX background_task_waiting ON background_task (state, id);

CREATE TABLE outbox (
    id {identity},
    body_id BIGINT NOT NULL REFERENCES body (id),
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    cause TEXT NOT NULL,
    state TEXT {ordered} NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'given_up')),
    attempts BIGINT NOT NULL,
    not_before TEXT {ordered} NOT NULL,
    lease_until TEXT {ordered},
    last_error TEXT NOT NULL,
    created_at TEXT NOT NULL,
    sent_at TEXT
);
CREATE INDEX outbox_waiting ON outbox (state, not_before, id);

CREATE TABLE idempotency (
    account_id BIGINT NOT NULL REFERENCES account (id),
    route TEXT {ordered} NOT NULL,
    entry_key TEXT {ordered} NOT NULL,
    body_sha256 TEXT NOT NULL,
    status BIGINT NOT NULL,
    response TEXT NOT NULL,
    created_at TEXT {ordered} NOT NULL,
    PRIMARY KEY (account_id, route, entry_key)
);

-- facts about the installation: identity, restore tests
CREATE TABLE installation (
    name TEXT {ordered} NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
