/// `tieout inspect`: reads bank files and says what stands in them; writes nothing.
package enum InspectRun {
  package static func inspect(_ paths: [String], jobs: Int) async throws(RunFailure) -> [InputReport] {
    let results = await Workers(jobs: jobs).map(paths.count) { Inputs.bankFile(paths[$0], number: Int32($0)) }
    var reports: [InputReport] = []
    for result in results { reports.append(try result.get().report) }
    return reports
  }
}
