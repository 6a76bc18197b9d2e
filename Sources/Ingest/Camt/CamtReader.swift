package import CashModel
package enum CamtReader {
  package static func recognises(_ bytes: Span<UInt8>) -> Bool { false }
  package static func read(_ bytes: Span<UInt8>, file: Int32) -> BankFile { BankFile() }
}
