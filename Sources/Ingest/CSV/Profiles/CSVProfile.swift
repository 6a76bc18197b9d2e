package import CashModel

/// One dialect of bank CSV, declared in the configuration (`csv_profiles`): how a row of it becomes a row of the
/// canonical contract.
///
/// A profile is data and fails closed: it takes a file only where the header is the declared one, word by word, and
/// refuses what does not read as it says. The vocabulary follows what bank exports differ in: encoding, delimiter,
/// quote, rows above and below the table, marks in numbers, patterns of dates, signs, and which column says what.
package struct CSVProfile: Hashable, Sendable {
  /// Who a column is: by the header's word, or by its place from 1.
  package enum Column: Hashable, Sendable {
    case name(String)
    case position(Int)
  }

  /// Where the text of one field of the contract comes from.
  package enum Source: Hashable, Sendable {
    /// The cells of these columns that hold text, joined by the separator.
    case columns([Column], separator: String)
    /// The same text in every row.
    case constant(String)
    /// What the expression finds in the lines above the header.
    case preamble(String)
  }

  package struct Field: Hashable, Sendable {
    package var source: Source
    /// Keeps of the text only what this expression finds: its first group, else all of the match.
    package var capture: String?

    package init(_ source: Source, capture: String? = nil) {
      self.source = source
      self.capture = capture
    }
  }

  /// How an amount's sign is to be read.
  package enum Signs: String, CaseIterable, Sendable {
    case asWritten = "as_written"
    /// What left the account has no sign, as on statements of credit cards.
    case reversed
    /// The column that says credit or debit decides alone.
    case ignored
  }

  package enum Amount: Hashable, Sendable {
    /// One column with signs.
    case signed(Column, Signs)
    /// One column, and another that says which way the money went.
    case sided(Column, side: Column, debit: [String], credit: [String], Signs)
    /// A column for what left and one for what arrived, of which one is empty or zero. Debits are written with a minus
    /// or without.
    case split(debit: Column, credit: Column, debitsAreNegative: Bool)
  }

  package enum RowAction: Hashable, Sendable {
    case skip
    case classify(TransactionClass)
    /// Keeps what the expression finds as an identifier of the transaction.
    case capture(Identifier.Kind)
  }

  /// What is done with rows in which an expression is found.
  package struct RowRule: Hashable, Sendable {
    /// nil for the text of all cells, joined by blanks.
    package var column: Column?
    package var pattern: String
    package var action: RowAction

    package init(column: Column?, pattern: String, action: RowAction) {
      self.column = column
      self.pattern = pattern
      self.action = action
    }
  }

  /// What must stand in the file for the profile to take it.
  package enum Fingerprint: Hashable, Sendable {
    /// The words of the header in their order; blanks around them and the case of letters do not count.
    case header([String])
    /// A file without a header: so many cells in a row, and a name of the file that matches `files`.
    case cellCount(Int)
  }

  package enum Footer: Hashable, Sendable {
    case rows(Int)
    /// The table ends before the row in whose text this expression is found.
    case from(String)
  }

  package enum Order: String, CaseIterable, Sendable {
    case oldestFirst = "oldest_first"
    case newestFirst = "newest_first"
    /// As the person sorted it who exported the file: the order in which the balance runs.
    case either
  }

  package var name = ""
  package var encoding: TextEncoding = .utf8
  package var delimiter = UInt8(ascii: ",")
  /// nil where no character quotes.
  package var quote: UInt8? = UInt8(ascii: "\"")
  package var fingerprint: Fingerprint = .header([])
  /// A pattern the file's name must match, with `*` for any letters; empty for any name.
  package var files = ""
  /// Rows above the header; nil where the header is looked for in the first hundred rows.
  package var skippedRows: Int?
  package var footer: Footer?
  package var decimalMark = UInt8(ascii: ".")
  package var thousandsMark: UInt8?
  /// What may stand beside an amount besides blanks and the row's own currency code.
  package var currencySigns: [String] = []
  package var dates: [DatePattern] = []
  package var fields: [BankColumn: Field] = [:]
  package var amount: Amount = .signed(.position(1), .asWritten)
  package var rules: [RowRule] = []
  package var balance: Column?
  package var order: Order = .oldestFirst
  /// An expression that finds, above or below the table, how many rows it has.
  package var statedRowCount: String?

  package init(name: String) { self.name = name }
}

/// Encodings of text that banks' exports come in.
package enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  /// With a byte order mark, or in the order that most of its zeros show.
  case utf16 = "utf-16"
  case windows1252 = "windows-1252"
  case windows1250 = "windows-1250"
  case latin1 = "iso-8859-1"
  case latin2 = "iso-8859-2"
  case latin9 = "iso-8859-15"
}
