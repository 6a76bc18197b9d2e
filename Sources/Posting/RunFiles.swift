package import CashModel

/// One file of the run's folder.
package struct RunFile: Sendable {
  package let name: String
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// Writes one of the run's CSV files, any stretch of payments at a time: the stretches' bytes, put together in order
/// behind the header, are the file, wherever they were cut.
package protocol RunFileWriter: SendableMetatype {
  static var name: String { get }
  /// The file's first line, with its line feed.
  static var header: String { get }
  /// Appends the rows of the payments `rows`.
  static func append(_ rows: Range<Int>, of run: MatchedRun, to buffer: inout OutputBytes)
}

/// The run's CSV files.
package enum RunFiles {
  package static let writers: [any RunFileWriter.Type] = [
    AllocationsFile.self, ExceptionsFile.self, PostingsFile.self, TransactionsFile.self, DeductionsFile.self,
  ]

  /// All files, written one after the other.
  package static func files(of run: MatchedRun) -> [RunFile] {
    writers.map { writer in
      var bytes = OutputBytes()
      bytes.append(writer.header)
      writer.append(0..<run.payments.count, of: run, to: &bytes)
      return RunFile(name: writer.name, bytes: bytes.bytes)
    }
  }
}

extension MatchedRun {
  /// What of the payment stands on open items or on a customer's account.
  package func placed(_ payment: Int) -> Money {
    var sum: Int128 = 0
    for line in decisions.allocations[payment].indices { sum += Int128(decisions.allocationRows[line].paid.minorUnits) }
    return Money(clamping: sum)
  }

  /// What of the payment waits for a person; zero where there is nothing to place.
  package func open(_ payment: Int) -> Money {
    // What an earlier run has placed may be listed all the same.
    if decisions.outcome[payment] == .classified || decisions.reason[payment]?.isOfPlacedCash == true { return .zero }
    // A return takes out what it places.
    let placed = takesBack(payment) ? -Int128(placed(payment).minorUnits) : Int128(placed(payment).minorUnits)
    return Money(clamping: Int128(payments.amount[payment].minorUnits) - placed)
  }
}

extension Money {
  /// The nearest amount there is, for sums that only a broken decision takes out of range; the checker refuses those.
  init(clamping sum: Int128) {
    self.init(minorUnits: Int64(max(-Int128(Int64.max), min(Int128(Int64.max), sum))))
  }

  /// The same amount, but for the one that has no opposite.
  var clamped: Money { Money(clamping: Int128(minorUnits)) }
}
