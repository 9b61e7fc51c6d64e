-- Each index costs a revocation an entry. A buyer's own invitations are few: going through them by cursor sorts them, found by
-- invitations__of_buyer; where one buyer has most of a seller's, the seller's order serves (docs/decisions/0020-lists-by-cursor.md).
drop index invitations__of_buyer_by_position;
