/// Names of companies that do not exist, each another one, made of syllables, a trade and a legal form.
struct CompanyNames {
  private static let heads = [
    "Am", "Bor", "Cas", "Dun", "El", "Far", "Gal", "Hes", "Il", "Jor", "Kel", "Lum", "Mar", "Nor", "Ost", "Pel",
    "Quin", "Ros", "Sel", "Tor", "Ul", "Ver", "Wes", "Yor", "Zel", "Bré", "Mø", "Grü",
  ]
  private static let middles = [
    "ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wa", "ze", "by", "len",
    "nar", "rin",
  ]
  private static let tails = [
    "berg", "by", "dale", "feld", "ford", "gate", "ham", "holm", "land", "ley", "mont", "ness", "port", "ric",
    "stad", "ton", "vale", "ville", "wick", "worth",
  ]
  private static let trades = [
    "Castings", "Catering", "Ceramics", "Chemicals", "Coatings", "Construction", "Dairies", "Electrical",
    "Engineering", "Fasteners", "Filters", "Foods", "Freight", "Furniture", "Glass", "Instruments", "Joinery",
    "Kitchens", "Lighting", "Logistics", "Marine", "Medical", "Optics", "Packaging", "Paper", "Pharma", "Plastics",
    "Printing", "Pumps", "Roofing", "Seals", "Software", "Steel", "Textiles", "Timber", "Tools", "Travel", "Valves",
    "Windows", "Yarns", "& Sons", "& Partners",
  ]
  static let legalForms = [" Ltd", " GmbH", " Inc", " SARL", " AG", " LLC", " plc", " BV", " & Co. KG", ", Inc."]

  private static let count = heads.count * middles.count * tails.count * trades.count * legalForms.count
  /// Shares no factor with `count`, so that stepping by it visits every name once.
  private static let stride = 2_654_435_761

  private let offset: Int

  init(seed: UInt64) { offset = Int(truncatingIfNeeded: seed % UInt64(CompanyNames.count)) }

  /// Writes the name of customer `number` and returns how many bytes of it the legal form takes.
  func write(_ number: Int, to buffer: inout [UInt8]) -> Int {
    var rest = (offset + (number % CompanyNames.count) * CompanyNames.stride) % CompanyNames.count
    func pick(_ words: [String]) -> String {
      defer { rest /= words.count }
      return words[rest % words.count]
    }
    let trade = pick(CompanyNames.trades)
    let legalForm = pick(CompanyNames.legalForms)
    buffer.write(pick(CompanyNames.heads))
    buffer.write(pick(CompanyNames.middles))
    buffer.write(pick(CompanyNames.tails))
    buffer.append(0x20)
    buffer.write(trade)
    buffer.write(legalForm)
    return legalForm.utf8.count
  }
}
