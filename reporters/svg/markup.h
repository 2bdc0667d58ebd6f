// Foreign text and figures on their way into SVG and HTML: whatever a report carries can neither end an attribute nor
// begin a tag nor turn the line round.
#pragma once

#include <string>
#include <string_view>

namespace gpupeak::svg {

// `printable`, with & < > " ' as entities: fit for the content of an element and for a quoted attribute.
std::string escaped(std::string_view foreign);

// At most `columns` columns of `printable` text, the last of them an ellipsis where something was cut. Not yet escaped.
std::string cut(std::string_view foreign, size_t columns);

// The same with the ellipsis in the middle: of a case's name both ends tell, the operation and the rung.
std::string cut_middle(std::string_view foreign, size_t columns);

// A coordinate with at most two decimals; 0 for what is not finite.
std::string coordinate(double value);

}  // namespace gpupeak::svg
