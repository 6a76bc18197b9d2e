package import CashModel
import Ingest

/// `tieout inspect`: reads bank files and says what stands in them; writes nothing. A file that cannot be read has a
/// report too, without a bank file.
package enum InspectRun {
  /// - Parameter transactions: takes the transactions of each file in pieces, with the file's name; files are then read
  ///   one after the other, so that nothing is held longer than it takes to write it.
  package static func inspect(
    _ paths: [String], configurationFile: String? = nil, isLinting: Bool = false, jobs: Int,
    transactions: ((String, PaymentTable) -> Void)? = nil
  ) async throws(RunFailure) -> [InputReport] {
    var configuration = RunConfiguration()
    configuration.configurationFile = configurationFile
    let dialects = try SettingsInput(configuration).dialects
    let sources = BankSource.all(paths)
    let results: [Swift.Result<ReadBankFile, RunFailure>]
    if let transactions {
      results = sources.enumerated().map { number, source in
        Inputs.bankFile(source, number: Int32(number), dialects: dialects, isLinting: isLinting) {
          transactions(source.name, $0)
        }
      }
    } else {
      let workers = Workers(jobs: jobs)
      let files = await BankFileParts(sources, dialects, workers, isLinting: isLinting, keepsPayments: false)
      results = files.joined(await workers.map(files.count) { files.read($0) })
    }
    var read = zip(sources, results).map { source, result in
      switch result {
      case .success(let read): return read
      case .failure(let failure):
        let report = InputReport(
          role: .bank, path: source.name, byteCount: 0, digest: "", bankFile: nil, messages: [failure.sentence],
          warningCount: 0, isRefused: true)
        return ReadBankFile(report: report, file: BankFile())
      }
    }
    StatementPages.join(&read)
    return read.map(\.report)
  }
}
