//! Is the line part of a comment widget, or what one leaves behind?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// The whole line is a widget's heading, button or notice; longer notices are known by how they begin.
pub(super) struct Comments;

impl Rule for Comments {
    fn id(&self) -> RuleId {
        RuleId::new("comments")
    }

    fn kind(&self) -> CutKind {
        CutKind::Comment
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start | Found::Inside => line.text.len() <= 300,
            Found::Nothing => false,
        }
    }
}

const PHRASES: &str = "=comments and feedback
    =comments
    =comment
    =# comments
    =# comment
    =comments #
    =show comments
    =view comments
    =view all comments
    =load comments
    =load more comments
    =hide comments
    =read comments
    =add a comment
    =add comment
    =post a comment
    =post comment
    =leave a comment
    =leave a reply
    =leave comment
    =write a comment
    =your comment
    =submit comment
    =cancel reply
    =join the conversation
    =join the discussion
    =start the discussion
    =be the first to comment
    =no comments
    =no comments yet
    =comments are closed
    =comments closed
    =comments off
    =reader comments
    =recent comments
    =newest comments
    =sort by newest
    =log in to comment
    =login to comment
    =sign in to comment
    =report comment
    =kommentare
    =# kommentare
    =# kommentar
    =kommentare #
    =kommentar schreiben
    =kommentar verfassen
    =kommentieren
    =artikel kommentieren
    =kommentare anzeigen
    =kommentare lesen
    =alle kommentare
    =neuen kommentar schreiben
    =schreiben sie einen kommentar
    =schreibe einen kommentar
    =hinterlasse einen kommentar
    =keine kommentare
    =commentaires
    =# commentaires
    =# commentaire
    =commentaires #
    =laisser un commentaire
    =ajouter un commentaire
    =poster un commentaire
    =réagir
    =voir les commentaires
    =comentarios
    =# comentarios
    =# comentario
    =deja un comentario
    =deja una respuesta
    =ver comentarios
    =comentar
    =sin comentarios
    =comentários
    =# comentários
    =# comentário
    =deixe um comentário
    =deixe uma resposta
    =commenti
    =# commenti
    =commenti #
    =lascia un commento
    =lascia una risposta
    =reacties
    =# reacties
    =plaats een reactie
    =geef een reactie
    =kommentarer
    =# kommentarer
    =skriv en kommentar
    =legg igjen en kommentar
    =kommentit
    =komentarze
    =dodaj komentarz
    =# komentarzy
    =komentáře
    =přidat komentář
    =komentari
    =dodaj komentar
    =ostavi komentar
    =hozzászólások
    =comentarii
    =lasă un comentariu
    =комментарии
    =# комментариев
    =добавить комментарий
    =оставить комментарий
    =коментарі
    =коментари
    =σχόλια
    =yorumlar
    =yorum yap
    =yorum yaz
    =komentar
    =tinggalkan komentar
    =bình luận
    =评论
    =发表评论
    =网友评论
    =我来说两句
    =條留言
    =留言
    =コメント
    =コメントを書く
    =コメントする
    =댓글
    =댓글쓰기
    =댓글 #
    =تعليقات
    =أضف تعليق
    =تعليق
    =תגובות
    =הוסף תגובה
    =टिप्पणियां
    ^blog comments powered by
    ^please enable javascript to view the comments
    ^comments powered by disqus
    ^you must be logged in to post a comment
    ^you must be logged in to comment
    ^your email address will not be published
    ^ihre e-mail-adresse wird nicht veröffentlicht
    ^deine e-mail-adresse wird nicht veröffentlicht
    ^votre adresse e-mail ne sera pas publiée
    ^tu dirección de correo electrónico no será publicada
    ^o seu endereço de e-mail não será publicado
    ^o seu endereço de email não será publicado
    ^il tuo indirizzo email non sarà pubblicato
    ^je e-mailadres wordt niet gepubliceerd
    ^ваш адрес email не будет опубликован
    ^save my name, email, and website in this browser
    ^notify me of follow-up comments
    ^notify me of new posts by email
    ^this site uses akismet
    ~comments powered by disqus
    ~comments are moderated
    ~comments will be moderated
    ~comments are subject to moderation
    ~kommentare werden moderiert
    ~kommentare werden redaktionell
    ^bitte beachten sie unsere netiquette
    ~unserer netiquette
    ~les commentaires sont modérés
    ~los comentarios son moderados
    ~los comentarios serán moderados
    ~os comentários são moderados
    ~i commenti sono moderati
    ~reacties worden gemodereerd";
