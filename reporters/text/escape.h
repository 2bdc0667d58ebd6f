// What others wrote (device names, ids, reasons, notes), made harmless for the kind of file it is put into. Everything
// goes through `printable` first, so that no control character, bidirectional override or byte that is not UTF-8 is
// left; report.json alone keeps the text unchanged.
#pragma once

#include <string>
#include <string_view>

namespace gpupeak {

// printable, quickly where there is nothing to do.
std::string harmless(std::string_view foreign);

// For the inside of a JSON string, without its quotes.
std::string json_text(std::string_view foreign);

// For the text of an element and for an attribute's value in double quotes. What XML 1.0 cannot hold becomes a visible
// escape.
std::string xml_text(std::string_view foreign);

// "<code>…</code>" for Markdown (a cell of a table too), every sign that means something there or in HTML written as an
// entity; nothing in it becomes a link or calls a person. At most `longest` characters, then "…".
std::string markdown_code(std::string_view foreign, size_t longest = 500);

// 'a literal' of SQL, its quotes with it; at most `longest_sql_text` bytes.
inline constexpr size_t longest_sql_text = 10'000;
std::string sql_text(std::string_view foreign);

// The value of a label of OpenMetrics, without its quotes and without '#', which starts a comment where GitLab reads
// it.
std::string label_text(std::string_view foreign);

// A workflow command of GitHub Actions: ::error title=<property>::<message>
std::string workflow_message(std::string_view foreign);
std::string workflow_property(std::string_view foreign);

// The start of a valid UTF-8 text, at most so many bytes, never a part of a character.
std::string_view start_of_text(std::string_view text, size_t most_bytes);

}  // namespace gpupeak
