package import CashModel
import Foundation
import Ingest
import Matching
import Posting
import Store

/// Tells what a book knows of one payment: what was decided about it, run by run and by whom, each run decided again, and of one that
/// waits, all there is to know now.
package enum ExplainBook {
  package static func text(book path: String, payment id: PaymentID, jobs: Int) async throws(RunFailure) -> String {
    let (book, obstacle) = try opened(path)
    let runs = try booked { () throws(BookFailure) in try book.runs(decidingOn: id) }
    guard !runs.isEmpty else { throw .usage("\(id.text): the book has no such payment") }
    let links = try booked { () throws(BookFailure) in try book.decisions(on: id) }
    let isWaiting = try booked { () throws(BookFailure) in try book.waiting().ids.contains(id) }
    var text = "\(id.text)\n"
    for run in runs {
      text += "\nRun \(run.number), \(run.runID), as of \(run.asOf.text)\n"
      let rows = try booked { () throws(BookFailure) in try ExplainBook.rows(of: id, in: book, run) }
      if rows.isEmpty {
        text += "  its files were forgotten; the trail has their digests\n"
        continue
      }
      for row in rows { text += row }
      text += "\n"
      if let obstacle {
        text += "Not decided again: \(obstacle)\n"
      } else {
        text += try await RunAgain(run, in: book, jobs: jobs).text(of: id)
      }
    }
    for link in links {
      let approval = link.approvedBy.isEmpty ? "" : ", approved by \(link.approvedBy)"
      let note = link.note.isEmpty ? "" : ": \(link.note)"
      text += "\n\(link.at) \(link.decidedBy)\(approval) decided '\(link.decision)' on \(link.reason)\(note)\n"
    }
    guard isWaiting else { return text }
    return text + "\nIt waits. With the ledger of the last run:\n\n" + (try await now(id, book, jobs: jobs))
  }

  /// The book to be put back to what it was, for which nobody else may have it; else to be read only, with what is in the way.
  private static func opened(_ path: String) throws(RunFailure) -> (Book, obstacle: String?) {
    do throws(BookFailure) {
      return (try Book.existing(path, waits: false), nil)
    } catch {
      return (try booked { () throws(BookFailure) in try Book.reading(path) }, error.sentence)
    }
  }

  private static func now(_ id: PaymentID, _ book: Book, jobs: Int) async throws(RunFailure) -> String {
    let (asked, contents) = try KeptRun(lastOf: book).filled(RunConfiguration())
    return try await KeptFiles.reading(contents) { () async throws(RunFailure) in
      var clock = StageClock()
      let matched = try await MatchedBatch.matched(
        asked, Workers(jobs: jobs), &clock, session: BookSession(book)
      ) { _ in }
      guard let row = matched.run.paymentIDs.firstIndex(of: id) else { return "" }
      let violations = RunCheck.violations(in: matched.run, policies: matched.index.policies).count
      return ExplainText(matched, PaymentRow(row), violations: violations).text
    }
  }

  /// The rows of the run's files that are about the payment, a line for each column that is not empty.
  private static func rows(of id: PaymentID, in book: Book, _ run: BookRun) throws(BookFailure) -> [String] {
    var texts: [String] = []
    let names = try book.fileNames(of: run)
    for name in ["transactions.csv", "allocations.csv", "exceptions.csv"] where names.contains(name) {
      var bytes: [UInt8] = []
      switch try book.withParts(of: name, in: run, { (part) throws(Never) in bytes += part }) {
      case .success: break
      }
      var cursor = CSVCursor(bytes.span, delimiter: UInt8(ascii: ","))
      guard cursor.next() else { continue }
      func text(_ cell: Span<UInt8>) -> String {
        unsafe cell.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
      }
      let header = (0..<cursor.cellCount).map { text(cursor.cell($0)) }
      while cursor.next() {
        guard text(cursor.cell(0)) == id.text else { continue }
        texts.append("  \(name)\n")
        for (place, column) in header.enumerated().dropFirst() where cursor.cell(place).count > 0 {
          let value = text(cursor.cell(place)).replacingOccurrences(of: "\n", with: " / ")
          texts.append("    \(column): \(value)\n")
        }
      }
    }
    return texts
  }
}
