"""Watching over sources, and duty: alarms, keys, editions; drafts, approvals, forwards, deliveries, versions of the rules, handovers."""

import sqlalchemy as sa
from alembic import op

import store.tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table('alarms',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('raised', store.tables.Moment(), nullable=False),
    sa.Column('last', store.tables.Moment(), nullable=False),
    sa.Column('cleared', store.tables.Moment(), nullable=True),
    sa.Column('seen', store.tables.Moment(), nullable=True),
    sa.Column('seen_by', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarms'))
    )
    with op.batch_alter_table('alarms', schema=None) as batch_op:
        batch_op.create_index('ix_alarms_cleared', ['cleared', 'kind', 'subject'], unique=False)

    op.create_table('policies',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=True),
    sa.Column('drafted_by', sa.String(length=200), nullable=False),
    sa.Column('published', store.tables.Moment(), nullable=True),
    sa.Column('link', sa.String(length=1000), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('interpretation', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('withdrawn', store.tables.Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policies'))
    )
    op.create_table('contacts',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('office', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('phone', sa.String(length=32), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts')),
    sa.UniqueConstraint('office', 'role', 'name', name=op.f('uq_contacts_office_role_name'))
    )
    op.create_table('handovers',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('region', sa.String(length=12), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('taken_by', sa.String(length=64), nullable=True),
    sa.Column('taken_at', store.tables.Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers'))
    )
    op.create_table('hosts',
    sa.Column('host', sa.String(length=300), nullable=False),
    sa.Column('claimed_by', sa.String(length=64), nullable=True),
    sa.Column('claimed_until', store.tables.Moment(), nullable=True),
    sa.PrimaryKeyConstraint('host', name=op.f('pk_hosts'))
    )
    op.create_table('keys',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made', store.tables.Moment(), nullable=False),
    sa.Column('made_by', sa.String(length=64), nullable=False),
    sa.Column('last_used', store.tables.Moment(), nullable=True),
    sa.Column('revoked', store.tables.Moment(), nullable=True),
    sa.Column('revoked_by', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_keys')),
    sa.UniqueConstraint('digest', name=op.f('uq_keys_digest'))
    )
    op.create_table('rule_versions',
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('before', sa.String(length=64), nullable=True),
    sa.Column('reviewed_by', sa.String(length=64), nullable=True),
    sa.Column('own', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('in_force', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_rule_versions'))
    )
    op.create_table('forwards',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('incident', sa.Integer(), nullable=False),
    sa.Column('from_region', sa.String(length=12), nullable=False),
    sa.Column('to_region', sa.String(length=12), nullable=False),
    sa.Column('direction', sa.String(length=8), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('due', store.tables.Moment(), nullable=True),
    sa.Column('accepted', store.tables.Moment(), nullable=True),
    sa.Column('accepted_by', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['incident'], ['incidents.id'], name=op.f('fk_forwards_incident')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_forwards'))
    )
    with op.batch_alter_table('forwards', schema=None) as batch_op:
        batch_op.create_index('ix_forwards_incident', ['incident'], unique=False)
        batch_op.create_index('ix_forwards_to_region', ['to_region', 'accepted'], unique=False)

    op.create_table('links',
    sa.Column('one', sa.Integer(), nullable=False),
    sa.Column('other', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['one'], ['incidents.id'], name=op.f('fk_links_one')),
    sa.ForeignKeyConstraint(['other'], ['incidents.id'], name=op.f('fk_links_other')),
    sa.PrimaryKeyConstraint('one', 'other', name=op.f('pk_links'))
    )
    op.create_table('snapshots',
    sa.Column('incident', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('until', store.tables.Moment(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['incident'], ['incidents.id'], name=op.f('fk_snapshots_incident')),
    sa.PrimaryKeyConstraint('incident', 'number', name=op.f('pk_snapshots'))
    )
    op.create_table('drafts',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('incident', sa.Integer(), nullable=False),
    sa.Column('assignment', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('hints', sa.JSON(), nullable=False),
    sa.Column('cleared_by', sa.String(length=64), nullable=True),
    sa.Column('cleared_at', store.tables.Moment(), nullable=True),
    sa.ForeignKeyConstraint(['assignment'], ['assignments.id'], name=op.f('fk_drafts_assignment')),
    sa.ForeignKeyConstraint(['incident'], ['incidents.id'], name=op.f('fk_drafts_incident')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drafts'))
    )
    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.create_index('ix_drafts_incident', ['incident'], unique=False)

    op.create_table('engagements',
    sa.Column('document', sa.String(length=32), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], name=op.f('fk_engagements_document')),
    sa.PrimaryKeyConstraint('document', 'at', name=op.f('pk_engagements'))
    )
    op.create_table('approvals',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('incident', sa.Integer(), nullable=False),
    sa.Column('draft', sa.Integer(), nullable=True),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('decision', sa.String(length=16), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', store.tables.Moment(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['draft'], ['drafts.id'], name=op.f('fk_approvals_draft')),
    sa.ForeignKeyConstraint(['incident'], ['incidents.id'], name=op.f('fk_approvals_incident')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approvals'))
    )
    with op.batch_alter_table('approvals', schema=None) as batch_op:
        batch_op.create_index('ix_approvals_incident', ['incident'], unique=False)

    op.create_table('deliveries',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('notice', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_at', store.tables.Moment(), nullable=True),
    sa.Column('at', store.tables.Moment(), nullable=True),
    sa.Column('because', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['notice'], ['notices.id'], name=op.f('fk_deliveries_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('notice', 'channel', name=op.f('uq_deliveries_notice_channel'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_deliveries_state', ['state', 'next_at'], unique=False)

    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('link_state', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('link_because', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('link_checked', store.tables.Moment(), nullable=True))
        batch_op.add_column(sa.Column('page_digest', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('page_title', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('page_text', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('page_published', store.tables.Moment(), nullable=True))

    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('task', sa.Text(), server_default='', nullable=False))

    with op.batch_alter_table('clocks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused', store.tables.Moment(), nullable=True))

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edition', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('replaces', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('refresh_at', store.tables.Moment(), nullable=True))
        batch_op.add_column(sa.Column('erased', store.tables.Moment(), nullable=True))
        batch_op.create_index('ix_documents_refresh_at', ['refresh_at'], unique=False)
        batch_op.create_index('ix_documents_url', ['url'], unique=False)

    with op.batch_alter_table('incidents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('regions', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('holder', sa.String(length=12), server_default='', nullable=False))

    op.execute("UPDATE incidents SET regions = ' ' || region WHERE region IS NOT NULL")
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seen_by', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('urgent', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_column('urgent')
        batch_op.drop_column('seen_by')

    with op.batch_alter_table('incidents', schema=None) as batch_op:
        batch_op.drop_column('holder')
        batch_op.drop_column('regions')

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index('ix_documents_url')
        batch_op.drop_index('ix_documents_refresh_at')
        batch_op.drop_column('erased')
        batch_op.drop_column('refresh_at')
        batch_op.drop_column('replaces')
        batch_op.drop_column('edition')

    with op.batch_alter_table('clocks', schema=None) as batch_op:
        batch_op.drop_column('paused')

    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.drop_column('task')

    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.drop_column('page_published')
        batch_op.drop_column('page_text')
        batch_op.drop_column('page_title')
        batch_op.drop_column('page_digest')
        batch_op.drop_column('link_checked')
        batch_op.drop_column('link_because')
        batch_op.drop_column('link_state')

    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index('ix_deliveries_state')

    op.drop_table('deliveries')
    with op.batch_alter_table('approvals', schema=None) as batch_op:
        batch_op.drop_index('ix_approvals_incident')

    op.drop_table('approvals')
    op.drop_table('engagements')
    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.drop_index('ix_drafts_incident')

    op.drop_table('drafts')
    op.drop_table('snapshots')
    op.drop_table('links')
    with op.batch_alter_table('forwards', schema=None) as batch_op:
        batch_op.drop_index('ix_forwards_to_region')
        batch_op.drop_index('ix_forwards_incident')

    op.drop_table('forwards')
    op.drop_table('rule_versions')
    op.drop_table('keys')
    op.drop_table('hosts')
    op.drop_table('handovers')
    op.drop_table('contacts')
    op.drop_table('policies')
    with op.batch_alter_table('alarms', schema=None) as batch_op:
        batch_op.drop_index('ix_alarms_cleared')

    op.drop_table('alarms')
