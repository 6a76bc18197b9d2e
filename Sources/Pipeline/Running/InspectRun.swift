/// `tieout inspect`: reads bank files and says what stands in them; writes nothing. A file that cannot be read has a
/// report too, without a bank file.
package enum InspectRun {
  package static func inspect(_ paths: [String], jobs: Int) async -> [InputReport] {
    let results = await Workers(jobs: jobs).map(paths.count) { Inputs.bankFile(paths[$0], number: Int32($0)) }
    return results.enumerated().map { number, result in
      switch result {
      case .success(let read): read.report
      case .failure(let failure):
        InputReport(
          role: .bank, path: paths[number], byteCount: 0, digest: "", bankFile: nil, messages: [failure.sentence],
          warningCount: 0, isRefused: true)
      }
    }
  }
}
