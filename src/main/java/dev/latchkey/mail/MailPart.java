package dev.latchkey.mail;

/** What a mail is made of. */
enum MailPart {
    SUBJECT("subject.txt"),
    TEXT("txt"),
    HTML("html");

    private final String ending;

    MailPart(String ending) {
        this.ending = ending;
    }

    /** Of the name of its file, after a dot. */
    String ending() {
        return ending;
    }
}
