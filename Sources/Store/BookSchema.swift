import GRDB

/// The tables of the book, as each released version of the program made them: a migration is never changed once released.
///
/// Amounts are minor units, days are days since 1970, ids are the 128 bits behind the letter.
enum BookSchema {
  /// `TIEB`, in SQLite's header.
  static let applicationID: Int64 = 0x5449_4542

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: first)
      for triggers in UndoTriggers.all { try database.execute(sql: triggers.sql) }
    }
    return migrator
  }

  private static let first = """
    CREATE TABLE run (
      number INTEGER PRIMARY KEY,
      run_id TEXT NOT NULL UNIQUE,
      as_of INTEGER NOT NULL,
      folder TEXT NOT NULL,
      -- What was asked for: digests of the inputs and the settings.
      request TEXT NOT NULL,
      -- Who decided where a row of decisions does not say it.
      decided_by TEXT NOT NULL,
      -- 0 committed, 1 published
      is_published INTEGER NOT NULL CHECK (is_published IN (0, 1))
    ) STRICT;
    CREATE INDEX run_unpublished ON run (number) WHERE is_published = 0;

    -- The files of a run, packed (zlib), in parts.
    CREATE TABLE output (
      run INTEGER NOT NULL REFERENCES run,
      name TEXT NOT NULL,
      part INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (run, name, part)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE input (
      run INTEGER NOT NULL REFERENCES run,
      place INTEGER NOT NULL,
      role TEXT NOT NULL,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      byte_count INTEGER NOT NULL,
      is_refused INTEGER NOT NULL CHECK (is_refused IN (0, 1)),
      PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;

    -- Bank accounts, as the bank names them.
    CREATE TABLE account (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE statement (
      number INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES account,
      run INTEGER NOT NULL REFERENCES run,
      format TEXT NOT NULL,
      -- 0 listing, 1 interim, 2 booked
      level INTEGER NOT NULL,
      identification TEXT NOT NULL,
      page INTEGER NOT NULL,
      currency TEXT NOT NULL,
      day INTEGER,
      opening INTEGER,
      closing INTEGER,
      entry_count INTEGER NOT NULL,
      -- A hash of all it says.
      content INTEGER NOT NULL,
      sequence INTEGER,
      -- The bank has deleted or corrected it.
      is_void INTEGER NOT NULL CHECK (is_void IN (0, 1))
    ) STRICT;
    CREATE INDEX statement_of_account ON statement (account, level, day);
    CREATE INDEX statement_void ON statement (account) WHERE is_void = 1;

    -- Every booked entry, once.
    CREATE TABLE entry (
      number INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES account,
      booking_day INTEGER NOT NULL,
      -- Hashes of what it is recognised by, of what its payment id is made of, and of its texts.
      print INTEGER NOT NULL,
      identity INTEGER NOT NULL,
      texts INTEGER NOT NULL,
      format TEXT NOT NULL,
      level INTEGER NOT NULL,
      -- The booked statement that lists it; null while only interim reports and listings do.
      booked_by INTEGER REFERENCES statement,
      run INTEGER NOT NULL REFERENCES run,
      payment_high INTEGER NOT NULL,
      payment_low INTEGER NOT NULL,
      -- Signed: debits are negative.
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL,
      class INTEGER NOT NULL,
      outcome INTEGER NOT NULL,
      -- What is placed nowhere yet, without sign.
      open_amount INTEGER NOT NULL,
      -- What a return finds a receipt by: hashes, eight bytes each; and a hash of the payer.
      identifiers BLOB,
      payer INTEGER,
      -- The return that took it back.
      returned_by INTEGER REFERENCES entry,
      -- The bank has deleted it, or it is what undoes one: no statement lists it.
      is_void INTEGER NOT NULL CHECK (is_void IN (0, 1))
    ) STRICT;
    CREATE INDEX entry_of_amount ON entry (amount, account) WHERE class = 0;
    CREATE INDEX entry_of_day ON entry (account, booking_day, print);

    -- Receipts and returns that need a person: all that is known of them, to be matched again. Where a part is placed, the rest
    -- waits with its reason and is not matched.
    CREATE TABLE waiting (
      entry INTEGER PRIMARY KEY REFERENCES entry,
      since_run INTEGER NOT NULL REFERENCES run,
      -- JSON: see KeptPayment.
      payment TEXT NOT NULL,
      rest_reason INTEGER
    ) STRICT;

    CREATE TABLE item (
      number INTEGER PRIMARY KEY,
      company TEXT NOT NULL,
      invoice TEXT NOT NULL,
      currency TEXT NOT NULL,
      -- What the last extract said is open.
      extract_amount INTEGER NOT NULL,
      -- What it was when it was first paid, to be opened again where the extract has it no more.
      customer TEXT NOT NULL,
      document TEXT NOT NULL,
      type INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      original_amount INTEGER,
      discount INTEGER NOT NULL,
      issued INTEGER,
      due INTEGER,
      discount_until INTEGER,
      other_numbers TEXT NOT NULL,
      purchase_order TEXT NOT NULL,
      UNIQUE (company, invoice)
    ) STRICT;

    -- What was left of each item after a run: sorted hashes.
    CREATE TABLE ledger (
      run INTEGER PRIMARY KEY REFERENCES run,
      knowledge TEXT NOT NULL,
      prints BLOB NOT NULL
    ) STRICT;

    CREATE TABLE allocation (
      number INTEGER PRIMARY KEY,
      entry INTEGER NOT NULL REFERENCES entry,
      -- Null for cash on a customer's account.
      item INTEGER REFERENCES item,
      customer TEXT NOT NULL,
      run INTEGER NOT NULL REFERENCES run,
      cash INTEGER NOT NULL,
      discount INTEGER NOT NULL,
      adjustment INTEGER NOT NULL,
      reason INTEGER,
      paid INTEGER NOT NULL,
      -- 0 the extract does not show it, 1 nor does it yet, but the ERP says it has it, 2 the extract shows it
      acknowledged INTEGER NOT NULL CHECK (acknowledged IN (0, 1, 2)),
      -- The allocation that a return took back by this one.
      reverses INTEGER REFERENCES allocation
    ) STRICT;
    CREATE UNIQUE INDEX allocation_reversed ON allocation (reverses) WHERE reverses IS NOT NULL;
    CREATE INDEX allocation_open ON allocation (item) WHERE acknowledged < 2 AND item IS NOT NULL;
    CREATE INDEX allocation_on_account ON allocation (run) WHERE item IS NULL;
    CREATE INDEX allocation_of_entry ON allocation (entry);

    -- What stands in the last run's exceptions.csv, to be held against what comes back of it.
    CREATE TABLE exception (
      entry INTEGER PRIMARY KEY REFERENCES entry,
      reason INTEGER NOT NULL,
      customer TEXT NOT NULL,
      open_amount INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,
      group_print TEXT,
      -- JSON: for each suggestion a list of company, invoice and cash.
      suggestions TEXT NOT NULL
    ) STRICT;

    -- The files that a run read: what it is decided again with, and of the last run what decisions are matched with.
    CREATE TABLE source (
      run INTEGER NOT NULL REFERENCES run,
      place INTEGER NOT NULL,
      role TEXT NOT NULL,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;

    -- Their contents, each once, packed (zlib), in parts.
    CREATE TABLE content (
      sha256 TEXT NOT NULL,
      part INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (sha256, part)
    ) STRICT, WITHOUT ROWID;

    -- What undoes what was changed, the last first, and when that was: in a run, or after it and before the next.
    CREATE TABLE undo (
      number INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      change TEXT NOT NULL
    ) STRICT;
    CREATE INDEX undo_of_run ON undo (run);

    -- Deductions and disputes.
    CREATE TABLE dispute (
      id TEXT PRIMARY KEY,
      entry INTEGER NOT NULL REFERENCES entry,
      item INTEGER NOT NULL REFERENCES item,
      customer TEXT NOT NULL,
      amount INTEGER NOT NULL,
      reason TEXT NOT NULL,
      opened INTEGER NOT NULL,
      -- 0 open, 1 disputed, 2 resolved
      status INTEGER NOT NULL CHECK (status IN (0, 1, 2)),
      -- Taken off the item, and on the account of deductions.
      is_booked INTEGER NOT NULL CHECK (is_booked IN (0, 1)),
      owner TEXT NOT NULL,
      note TEXT NOT NULL,
      resolution TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dispute_open ON dispute (status) WHERE status < 2;

    -- What decisions have taught.
    CREATE TABLE learned (
      number INTEGER PRIMARY KEY,
      -- 0 account, 1 name, 2 ending, 3 late discount, 4 reason of deductions, 5 pays by statement
      kind INTEGER NOT NULL,
      value TEXT NOT NULL,
      customer TEXT NOT NULL,
      count INTEGER NOT NULL,
      since INTEGER NOT NULL,
      last INTEGER NOT NULL,
      run INTEGER NOT NULL REFERENCES run,
      -- 0 observed, 1 approved, 2 forgotten
      state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
      decided_by TEXT NOT NULL,
      payment TEXT NOT NULL,
      UNIQUE (kind, value, customer)
    ) STRICT;

    -- Every run and every decision of a person, each with the hash of all before it: see Trail.
    CREATE TABLE trail (
      number INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run,
      entry INTEGER REFERENCES entry,
      body TEXT NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX trail_of_entry ON trail (entry) WHERE entry IS NOT NULL;
    CREATE TRIGGER trail_stays BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END;
    CREATE TRIGGER trail_is_kept BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is never cut'); END;
    """
}
